import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/http/page.ts'
import { listExternalActionRows } from './external-action.repository.ts'
import { type ExternalActionResponse, type ListExternalActionsInput } from './external-action.schemas.ts'
import { presentExternalActions } from './present-external-action.ts'

const cursorKey = z.tuple([z.string(), z.uuid()])

/** Sorted by name. */
export async function listExternalActions(
  ctx: Ctx,
  input: ListExternalActionsInput,
): Promise<Page<ExternalActionResponse>> {
  const { limit, cursor, q, connectionId } = input
  const after = decodeCursor(cursor, cursorKey)
  const rows = await listExternalActionRows(ctx.db, {
    workspaceId: ctx.workspaceId,
    q,
    connectionId,
    after: after && { name: after[0], id: after[1] },
    limit: limit + 1,
  })
  const page = toPage(
    rows,
    limit,
    (row) => [row.definition.name, row.id],
    (row) => row,
  )
  return { ...page, items: await presentExternalActions(ctx, page.items) }
}
