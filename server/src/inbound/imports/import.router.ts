import { editorProcedure, router, viewerProcedure } from '../../kernel/http/trpc.ts'
import { getImport } from './get-import.ts'
import { importIdInput, listImportsInput, mapImportInput } from './import.schemas.ts'
import { listImports } from './list-imports.ts'
import { listRejectExamples } from './list-reject-examples.ts'
import { previewImport } from './preview-import.ts'
import { startImport } from './start-import.ts'

/** The file itself comes by `POST /api/v1/journeys/{id}/imports`. */
export const importRouter = router({
  list: viewerProcedure.input(listImportsInput).query(({ ctx, input }) => listImports(ctx, input)),
  get: viewerProcedure.input(importIdInput).query(({ ctx, input }) => getImport(ctx, input)),
  rejectExamples: viewerProcedure.input(importIdInput).query(({ ctx, input }) => listRejectExamples(ctx, input)),
  preview: viewerProcedure.input(importIdInput).query(({ ctx, input }) => previewImport(ctx, input)),
  dryRun: editorProcedure
    .input(mapImportInput)
    .mutation(({ ctx, input }) => startImport(ctx, input, { isDryRun: true })),
  start: editorProcedure
    .input(mapImportInput)
    .mutation(({ ctx, input }) => startImport(ctx, input, { isDryRun: false })),
})
