import type { Deps } from '../deps.ts'
import { deleteOldEvents, listEndpointsWithPending } from './inbound-event.repository.ts'

const hour = 3_600_000
const eventsAreKept = 90 * 24 * hour
const shouldBeDoneWithin = hour

/** Daily: lets go of old events and of keys that no longer count, and asks again about events whose job gave up. */
export async function cleanUpEvents({ db, clock, queue }: Pick<Deps, 'db' | 'clock' | 'queue'>): Promise<void> {
  const now = clock.now().getTime()
  await deleteOldEvents(db, { eventsBefore: new Date(now - eventsAreKept), keysBefore: new Date(now) })
  for (const endpointId of await listEndpointsWithPending(db, new Date(now - shouldBeDoneWithin)))
    await queue.send('event', { endpointId })
}
