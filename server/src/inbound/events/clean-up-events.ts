import { deleteExpiredCallbackKeys, deleteEarlyCallbacks } from '../callbacks/callback-key.repository.ts'
import { earlyCallbacksKeptMs } from '../callbacks/expect-callbacks.ts'
import type { Deps } from '../../kernel/deps.ts'
import { eventJob } from './process/event-job.ts'
import { deleteExpiredKeys, deleteOldEvents, listEndpointsWithPending } from './inbound-event.repository.ts'
import { recordRetentions } from '../../accounts/settings/record-retention.ts'

const hour = 3_600_000
/** Long enough to find a problem and replay. A workspace that keeps its records for less keeps its events for less too. */
const eventsAreKeptDays = 90
const shouldBeDoneWithin = hour

/** Daily: deletes old events and expired keys and callbacks, and sends new jobs for pending events whose job gave up. */
export async function cleanUpEvents({ db, clock, jobs, config }: Deps): Promise<void> {
  const now = clock.now().getTime()
  for (const { workspaceId, days } of await recordRetentions(db, config.retentionDays)) {
    const before = new Date(now - Math.min(days, eventsAreKeptDays) * 24 * hour)
    await deleteOldEvents(db, { workspaceId, before })
  }
  await deleteExpiredKeys(db, new Date(now))
  await deleteEarlyCallbacks(db, new Date(now - earlyCallbacksKeptMs))
  await deleteExpiredCallbackKeys(db, new Date(now))
  for (const { endpointId, workspaceId } of await listEndpointsWithPending(db, new Date(now - shouldBeDoneWithin)))
    await jobs.send(eventJob, { endpointId }, { key: endpointId, workspaceId })
}
