import { parseCurlCommand } from '@tabiji/shared/action-import/curl/parse-curl-command.ts'
import type { ImportedAction } from '@tabiji/shared/action-import/imported-action.ts'
import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { invalid } from '../../../kernel/errors.ts'
import type { OptionalField } from './schemas/body-template.ts'
import { importOperation } from './import-operation.ts'
import type { ImportedActionResponse, ImportExternalActionInput } from './import.schemas.ts'
import { loadDocument } from './documents/load-document.ts'

/** Saves nothing and does not keep the source, because it may hold secrets. */
export async function importExternalAction(
  ctx: Ctx,
  requested: ImportExternalActionInput,
): Promise<ImportedActionResponse> {
  if ('curl' in requested) {
    const imported = parseCurlCommand(requested.curl)
    if (!imported.ok) throw invalid(imported.error.map((issue) => ({ ...issue, path: issue.path ?? ['curl'] })))
    return present(ctx, imported.value)
  }
  return loadDocument(ctx, requested, (document, sourceUrl) =>
    present(ctx, importOperation(document, { ...requested, sourceUrl })),
  )
}

function present(
  ctx: Ctx,
  { action, connection, notes, optional }: ImportedAction & { optional?: OptionalField[] },
): ImportedActionResponse {
  const texts = notes.map((note) => formatIssue(note, ctx.locale))
  return { action, connection, notes: texts, ...(optional && { optional }) }
}
