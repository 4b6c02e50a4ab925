import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/http/page.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import { listMailRows, type Mail } from './mail.repository.ts'
import type { ListMailsInput } from './mail.schemas.ts'

const cursorKey = z.tuple([z.uuid()])

/** Newest first, without their bodies. */
export async function listMails(ctx: Ctx, input: ListMailsInput): Promise<Page<Mail>> {
  const { limit, cursor, journeyId, nodeId, participantId, status } = input
  for (const id of [journeyId, participantId])
    if (id !== undefined && !isUuid(id)) return { items: [], nextCursor: null }
  const [beforeId] = decodeCursor(cursor, cursorKey) ?? []
  const filter = { workspaceId: ctx.workspaceId, journeyId, nodeId, participantId, status }
  const rows = await listMailRows(ctx.db, filter, { beforeId, limit: limit + 1 })
  return toPage(
    rows,
    limit,
    (mail) => [mail.id],
    (mail) => mail,
  )
}
