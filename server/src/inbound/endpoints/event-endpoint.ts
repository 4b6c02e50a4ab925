import type { EventDrift, EventField } from '@tabiji/shared/events/event-field.ts'

/** Maps a value of an event to a participant field. */
export type PathMapping = { path: string; field: string }

export type EndpointDrift = EventDrift & { eventId: string; at: string }

/** An address of this product to which one external system posts its events. */
export type EventEndpoint = {
  id: string
  workspaceId: string
  name: string
  topic: string
  keyHash: string
  keyPrefix: string
  keyCreatedAt: string
  keyLastUsedAt: string | null
  previousKeyHash: string | null
  previousKeyUntil: string | null
  sealedHmacSecret: string | null
  /** The fields of the accepted sample; empty until one is accepted. */
  fields: EventField[]
  schemaVersion: number
  /** How people are recognised: by a journey's own key where all of its fields are mapped here, else by an e-mail address. */
  matchBy: PathMapping[]
  /** The fields that new people get, and that are written to people already inside. */
  mapping: PathMapping[]
  /** The journey that unknown people enter; null enrolls nobody. */
  enrollJourneyId: string | null
  updatesPeople: boolean
  fanOutPath: string | null
  /** Two events with the same value at this path within seven days count as one; with null only the header decides. */
  dedupePath: string | null
  rateLimitPerMinute: number
  drift: EndpointDrift | null
  createdAt: string
  updatedAt: string
}
