import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { getImport } from './get-import.ts'
import { importIdInput, importResponse, listImportsInput, mapImportInput } from './import.schemas.ts'
import { listImports } from './list-imports.ts'
import { listRejectExamples } from './list-reject-examples.ts'
import { presentImport } from './present-import.ts'
import { previewImport } from './preview-import.ts'
import { startImport } from './start-import.ts'

/** The file itself is sent to `POST /api/v1/journeys/{id}/imports`. */
export const importOperations = {
  list: defineOperation({ kind: 'query', role: 'viewer', input: listImportsInput, run: listImports }),
  get: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: importIdInput,
    output: importResponse,
    run: getImport,
  }).rest({
    method: 'get',
    path: '/imports/{id}',
    names: { id: 'importId' },
    tag: 'Imports',
    summary: 'State of an import: status, counts, reasons, rate',
    respond: (found, ctx) => presentImport(found, ctx.locale),
  }),
  rejectExamples: defineOperation({ kind: 'query', role: 'viewer', input: importIdInput, run: listRejectExamples }),
  preview: defineOperation({ kind: 'query', role: 'viewer', input: importIdInput, run: previewImport }),
  dryRun: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: mapImportInput,
    audit: 'importChecked',
    run: (ctx, input) => startImport(ctx, input, { isDryRun: true }),
  }),
  start: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: mapImportInput,
    audit: 'importStarted',
    run: (ctx, input) => startImport(ctx, input, { isDryRun: false }),
  }),
}
