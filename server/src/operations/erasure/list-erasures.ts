import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { decodeCursor, type Page, type pageInput, toPage } from '../../kernel/http/page.ts'
import { type Erasure, listErasureRows } from './erasure.repository.ts'

const cursorKey = z.tuple([z.uuid()])

/** Newest first, searches for people among them. */
export async function listErasures(ctx: Ctx, { limit, cursor }: z.output<typeof pageInput>): Promise<Page<Erasure>> {
  const rows = await listErasureRows(ctx.db, {
    workspaceId: ctx.workspaceId,
    beforeId: decodeCursor(cursor, cursorKey)?.[0],
    limit: limit + 1,
  })
  return toPage(
    rows,
    limit,
    (erasure) => [erasure.id],
    (erasure) => erasure,
  )
}
