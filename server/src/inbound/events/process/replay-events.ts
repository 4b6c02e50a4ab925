import { recordAudit } from '../../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import { notFound } from '../../../kernel/errors.ts'
import { findEndpoint } from '../../endpoints/event-endpoint.repository.ts'
import type { ReplayEventsInput } from '../event.schemas.ts'
import { markForReplay } from '../inbound-event.repository.ts'
import { eventJob } from './event-job.ts'

/** How many events one replay marks; more need a second replay. */
const maxReplayed = 10_000

/**
 * Processes stored events again with the current settings of the endpoint. Only events that reached nobody: any other event would
 * reach people twice. They are processed in the order in which they were received.
 */
export async function replayEvents(ctx: Ctx, { id, eventIds }: ReplayEventsInput): Promise<{ events: number }> {
  return inTransaction(ctx, async (ctx) => {
    const endpoint = await findEndpoint(ctx.db, ctx.workspaceId, id)
    if (!endpoint) throw notFound('eventEndpoint')
    const events = await markForReplay(ctx.db, { endpointId: id, ids: eventIds, limit: maxReplayed })
    if (events === 0) return { events }
    await ctx.jobs.send(eventJob, { endpointId: id }, { key: id, workspaceId: ctx.workspaceId, db: ctx.db })
    await recordAudit(ctx, {
      action: 'eventsReplayed',
      subjectKind: 'eventEndpoint',
      subjectId: null,
      after: { name: endpoint.name, events },
    })
    return { events }
  })
}
