import type { EventDrift, EventField } from '@tabiji/shared/events/event-field.ts'

/** Which value of an event is which participant field. */
export type PathMapping = { path: string; field: string }

export type EndpointDrift = EventDrift & { eventId: string; at: string }

/** An address of ours that one outside system posts its events to. */
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
  /** What an accepted sample had; empty until one is accepted. */
  fields: EventField[]
  schemaVersion: number
  /** How people are recognised: by a journey's own key where all of its fields are here, else by an e-mail address. */
  matchBy: PathMapping[]
  /** What people come in with, and what is written to those who are in. */
  mapping: PathMapping[]
  /** The journey that unknown people enter; null lets nobody in. */
  enrollJourneyId: string | null
  updatesPeople: boolean
  fanOutPath: string | null
  /** Two events with the same value here within seven days are one; null goes by the header alone. */
  dedupePath: string | null
  rateLimitPerMinute: number
  drift: EndpointDrift | null
  createdAt: string
  updatedAt: string
}
