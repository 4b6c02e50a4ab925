import { fromCurl } from '@tabiji/shared/callout/from-curl.ts'
import type { ImportedAction } from '@tabiji/shared/callout/imported-action.ts'
import { formatIssue } from '@tabiji/shared/issue.ts'
import { type Ctx, requireRole } from '../../context.ts'
import { invalid } from '../../errors.ts'
import {
  type ImportedActionAnswer,
  importExternalActionInput,
  type ImportExternalActionInput,
} from './import.schemas.ts'

/** Nothing is saved, and the source is kept nowhere: it may hold secrets. */
export async function importExternalAction(ctx: Ctx, input: ImportExternalActionInput): Promise<ImportedActionAnswer> {
  requireRole(ctx, 'editor')
  const { curl } = importExternalActionInput.parse(input)
  const imported = fromCurl(curl)
  if (!imported.ok) throw invalid(imported.error.map((issue) => ({ ...issue, path: issue.path ?? ['curl'] })))
  return presentImported(ctx, imported.value)
}

function presentImported(ctx: Ctx, { action, connection, notes }: ImportedAction): ImportedActionAnswer {
  return { action, connection, notes: notes.map((note) => formatIssue(note, ctx.locale)) }
}
