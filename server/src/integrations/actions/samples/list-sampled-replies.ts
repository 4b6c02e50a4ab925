import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import type { Ctx } from '../../../kernel/context.ts'
import type { RecordedReply } from '../../calls/attempts/callout-record.ts'
import { findExternalActions } from '../external-action.repository.ts'
import { findSamples } from './external-action-sample.repository.ts'

export type SampledReply = {
  externalActionId: string
  reply: RecordedReply
  /** What the newest version of the action reads from it. */
  extract: ExternalAction['extract']
}

/** The kept replies of these actions; those without one are left out. */
export async function listSampledReplies(
  ctx: Pick<Ctx, 'db' | 'workspaceId'>,
  actionIds: readonly string[],
): Promise<SampledReply[]> {
  const samples = await findSamples(ctx.db, ctx.workspaceId, actionIds)
  const actions = await findExternalActions(ctx.db, ctx.workspaceId, actionIds)
  return samples.map(({ externalActionId, reply }) => ({
    externalActionId,
    reply,
    extract: actions.find(({ id }) => id === externalActionId)?.definition.extract ?? [],
  }))
}
