import type { EventDrift } from '@tabiji/shared/events/event-field.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'

/**
 * `received` waits for a worker. `processed` reached people, `nobody` matched no known person, `refused` could not be used,
 * `failed` met a fault of the product; these last three are stored until they are replayed or too old. `duplicate` was received
 * before.
 */
export const eventStatuses = ['received', 'processed', 'nobody', 'refused', 'failed', 'duplicate'] as const
export type EventStatus = (typeof eventStatuses)[number]

/** Statuses that can be replayed: an event that reached people is not processed twice. */
export const replayableStatuses = ['nobody', 'refused', 'failed'] as const satisfies readonly EventStatus[]

/** Why an event, or one person in it, had no effect. `item` counts from 0. */
export type EventReason = {
  item: number
  journeyId: string | null
  code: Issue['code']
  params?: Issue['params']
}

export type EventOutcome = {
  status: Exclude<EventStatus, 'received' | 'duplicate'>
  matched: number
  enrolled: number
  refused: number
  reasons: EventReason[]
  drift: EventDrift | null
}

export type InboundEvent = Omit<EventOutcome, 'status'> & {
  id: string
  endpointId: string
  payload: unknown
  sizeBytes: number
  status: EventStatus
  receivedAt: string
  processedAt: string | null
  duplicateOf: string | null
}
