import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { type Ctx, systemCtx } from '../../../kernel/context.ts'
import { inSavepoint, inTransaction } from '../../../kernel/db/transaction.ts'
import { isTransientError } from '../../../kernel/db/is-transient-error.ts'
import { findEndpointByAddress, saveEndpointDrift } from '../../endpoints/event-endpoint.repository.ts'
import type { EventEndpoint } from '../../endpoints/event-endpoint.ts'
import type { Job } from '../../../kernel/jobs/define-job.ts'
import { loadEventListeners, loadCallbackListeners } from './event-listeners.ts'
import { finishEvent, listPendingEvents, lockEndpointOrder } from '../inbound-event.repository.ts'
import type { EventOutcome } from '../inbound-event.ts'
import { type EventDestinations, loadDestinations, processEvent, lockPeopleOf } from './process-event.ts'
import { findCallbacks, type EventCallbacks } from '../../callbacks/deliver-callbacks.ts'

/**
 * Events for one commit: few enough that no event waits long for it, and enough that a burst does not need one commit for each
 * event.
 */
const batchSize = 20

/**
 * Processes everything that an endpoint received, oldest first and one event after the other: the first event about a person
 * counts first. Endpoints do not wait for each other.
 */
export async function drainEvents({
  deps,
  data: { endpointId },
  batch,
}: Pick<Job<{ endpointId: string }>, 'deps' | 'data' | 'batch'>): Promise<void> {
  const endpoint = await findEndpointByAddress(deps.db, endpointId)
  if (!endpoint) return
  for (let events = batchSize; events === batchSize;) {
    events = await batch(async (deps, progress) => {
      const processed = await processBatch(systemCtx(deps, endpoint.workspaceId), endpointId)
      progress.done += processed
      return processed
    })
  }
}

async function processBatch(ctx: Ctx, endpointId: string): Promise<number> {
  return inTransaction(ctx, async (ctx) => {
    await lockEndpointOrder(ctx.db, endpointId)
    // Read under the lock: a change that an admin saved before an event was received has to apply to that event.
    const endpoint = await findEndpointByAddress(ctx.db, endpointId)
    const events = endpoint ? await listPendingEvents(ctx.db, endpointId, batchSize) : []
    if (!endpoint || events.length === 0) return 0
    const destinations = await loadDestinations(ctx, endpoint, await loadEventListeners(ctx, endpoint.topic))
    const callbacks = await findCallbacks(ctx, endpoint, await loadCallbackListeners(ctx, endpointId), events)
    await lockPeopleOf(ctx, endpoint, destinations, events, callbacks)
    for (const { id, payload, receivedAt } of events) {
      const outcome = await tryEvent(ctx, endpoint, { destinations, callbacks }, { id, payload })
      await finishEvent(ctx.db, id, outcome, ctx.clock.now())
      if (outcome.drift)
        await saveEndpointDrift(ctx.db, endpointId, { ...outcome.drift, eventId: id, at: receivedAt.toISOString() })
    }
    return events.length
  })
}

/** A fault in one event is stored with the event, to be replayed. It does not stop the events behind it. */
async function tryEvent(
  ctx: Ctx,
  endpoint: EventEndpoint,
  { destinations, callbacks }: { destinations: EventDestinations; callbacks: EventCallbacks | null },
  event: { id: string; payload: unknown },
): Promise<EventOutcome> {
  try {
    return await inSavepoint(ctx, (ctx) => processEvent(ctx, endpoint, destinations, event, callbacks))
  } catch (error) {
    // A lost connection or a deadlock is not caused by the event, so the job is retried.
    if (isTransientError(error)) throw error
    const reference = ctx.ids.uuid()
    ctx.log.error({ err: error, eventId: event.id, endpointId: endpoint.id, reference }, 'event not processed')
    const code: Issue['code'] = 'event.processingFailed'
    const reasons = [{ item: 0, journeyId: null, code, params: { reference } }]
    return { status: 'failed', matched: 0, enrolled: 0, refused: 0, reasons, drift: null }
  }
}
