import { z } from 'zod'
import type { Ctx } from '../../../kernel/context.ts'
import { decodeCursor, type Page, toPage } from '../../../kernel/http/page.ts'
import { type FindCalloutsInput, spanOf } from './callout.schemas.ts'
import { findParticipantKeys, listCalloutAttempts } from './callout-attempt.repository.ts'
import { presentCallout, type PresentedCallout } from './present-callout.ts'

const cursorKey = z.tuple([z.iso.datetime(), z.uuid()])

/** Newest first. Tests are included and marked. */
export async function listCallouts(ctx: Ctx, input: FindCalloutsInput): Promise<Page<PresentedCallout>> {
  const { limit, cursor, from, to, ...filter } = input
  const after = decodeCursor(cursor, cursorKey)
  const attempts = await listCalloutAttempts(ctx.db, {
    ...filter,
    ...spanOf({ from, to }),
    workspaceId: ctx.workspaceId,
    after: after && { startedAt: new Date(after[0]), id: after[1] },
    limit: limit + 1,
  })
  const keys = await findParticipantKeys(ctx.db, ctx.workspaceId, attempts)
  return toPage(
    attempts,
    limit,
    (attempt) => [attempt.startedAt, attempt.id],
    (attempt) => presentCallout(attempt, keys),
  )
}
