import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/http/page.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import { type DatedCta, withDue } from './cta-due.ts'
import { listCtasByDue, listNewestCtas } from './cta.repository.ts'
import type { ListCtasInput } from './cta.schemas.ts'

const newestKey = z.tuple([z.uuid()])
const dueKey = z.tuple([z.iso.datetime().nullable(), z.uuid()])

export async function listCtas(ctx: Ctx, input: ListCtasInput): Promise<Page<DatedCta>> {
  const { limit, cursor, sort, overdue, status, priority, owner, journeyId, participantId } = input
  for (const id of [journeyId, participantId])
    if (id !== undefined && !isUuid(id)) return { items: [], nextCursor: null }
  const filter = {
    workspaceId: ctx.workspaceId,
    status,
    priority,
    owner,
    journeyId,
    participantId,
    overdueAt: overdue ? ctx.clock.now() : undefined,
  }
  if (sort === 'due') {
    const [dueAt, id] = decodeCursor(cursor, dueKey) ?? []
    const after = id === undefined ? undefined : { dueAt: dueAt ?? null, id }
    const rows = await withDue(ctx, await listCtasByDue(ctx.db, filter, { after, limit: limit + 1 }))
    return toPage(
      rows,
      limit,
      (cta) => [cta.dueAt, cta.id],
      (cta) => cta,
    )
  }
  const [beforeId] = decodeCursor(cursor, newestKey) ?? []
  const rows = await withDue(ctx, await listNewestCtas(ctx.db, filter, { beforeId, limit: limit + 1 }))
  return toPage(
    rows,
    limit,
    (cta) => [cta.id],
    (cta) => cta,
  )
}
