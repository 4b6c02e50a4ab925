import type { Ctx } from '../../../kernel/context.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { CalloutIdInput } from './callout.schemas.ts'
import { findCalloutAttempt, findParticipantKeys } from './callout-attempt.repository.ts'
import { presentCallout, type PresentedCallout } from './present-callout.ts'

export async function getCallout(ctx: Ctx, { id }: CalloutIdInput): Promise<PresentedCallout> {
  const attempt = await findCalloutAttempt(ctx.db, ctx.workspaceId, id)
  if (!attempt) throw notFound('callout')
  return presentCallout(attempt, await findParticipantKeys(ctx.db, ctx.workspaceId, [attempt]))
}
