import { recordAudit } from '../../../kernel/audit/record-audit.ts'
import { recordReply } from '../../calls/attempts/callout-record.ts'
import { loadOpenConnection } from '../../calls/perform/load-callout-target.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import { notFound } from '../../../kernel/errors.ts'
import { upsertSample } from './external-action-sample.repository.ts'
import { lockExternalAction } from '../external-action.repository.ts'
import { type KeepSampleInput, type SampleResponse } from '../external-action.schemas.ts'
import { presentSample } from './present-sample.ts'

/** Replaces the earlier sample. Previews and tests of later steps show the outputs that the action extracts from it. */
export async function keepSample(ctx: Ctx, input: KeepSampleInput): Promise<SampleResponse> {
  const { id, reply } = input
  return inTransaction(ctx, async (ctx) => {
    const action = await lockExternalAction(ctx.db, ctx.workspaceId, id)
    if (!action) throw notFound('externalAction')
    const connection = await loadOpenConnection(ctx, ctx.workspaceId, action.definition.connectionId)
    if (!connection) throw notFound('connection')
    const sample = {
      externalActionId: id,
      version: action.version,
      // The reply comes from the client, so it is masked and cut again.
      reply: recordReply({ ...reply, text: reply.body }, connection.masking),
      keptAt: ctx.clock.now().toISOString(),
    }
    await upsertSample(ctx.db, ctx.workspaceId, sample)
    await recordAudit(ctx, {
      action: 'externalActionSampleKept',
      subjectKind: 'externalAction',
      subjectId: id,
      after: { name: action.definition.name, version: action.version, status: reply.status },
    })
    return presentSample(sample, action.definition, ctx.locale)
  })
}
