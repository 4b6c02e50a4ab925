import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/http/page.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import { type ImportProgress, withRate } from './get-import.ts'
import { listImportRows } from './import.repository.ts'
import type { ListImportsInput } from './import.schemas.ts'

const cursorKey = z.tuple([z.uuid()])

/** Newest first. */
export async function listImports(ctx: Ctx, input: ListImportsInput): Promise<Page<ImportProgress>> {
  const { journeyId, limit, cursor } = input
  const [beforeId] = decodeCursor(cursor, cursorKey) ?? []
  if (!isUuid(journeyId)) return { items: [], nextCursor: null }
  const rows = await listImportRows(ctx.db, { workspaceId: ctx.workspaceId, journeyId, beforeId, limit: limit + 1 })
  return toPage(
    rows,
    limit,
    (row) => [row.id],
    (row) => withRate(ctx, row),
  )
}
