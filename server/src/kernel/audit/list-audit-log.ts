import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { decodeCursor, type Page, pageInput, toPage } from '../http/page.ts'
import { type AuditEntry, listAuditEntries } from './audit-log.repository.ts'

export const listAuditLogInput = pageInput.extend({
  subjectKind: z.string().max(50).optional(),
  subjectId: z.string().max(100).optional(),
})
export type ListAuditLogInput = z.output<typeof listAuditLogInput>

const cursorKey = z.tuple([z.uuid()])

/** Newest first. */
export async function listAuditLog(ctx: Ctx, input: ListAuditLogInput): Promise<Page<AuditEntry>> {
  const { limit, cursor, subjectKind, subjectId } = input
  const entries = await listAuditEntries(ctx.db, {
    workspaceId: ctx.workspaceId,
    subjectKind,
    subjectId,
    beforeId: decodeCursor(cursor, cursorKey)?.[0],
    limit: limit + 1,
  })
  return toPage(
    entries,
    limit,
    (entry) => [entry.id],
    (entry) => entry,
  )
}
