import { z } from 'zod'
import { eventFieldSchema } from '@tabiji/shared/events/event-field.ts'
import { identifierSchema } from '@tabiji/shared/values/field-type.ts'
import { pageInput, pageOf } from '../../kernel/http/page.ts'
import { eventStatuses } from './inbound-event.ts'

const path = z.string().min(1).max(500)
const pairs = z.array(z.object({ path, field: identifierSchema })).max(100)

export const maxRatePerMinute = 60_000
const defaultRatePerMinute = 3000

const changeable = {
  name: z.string().trim().min(1).max(100),
  /** The name that journeys wait for. Several endpoints may have the same topic. */
  topic: z.string().trim().min(1).max(100),
  matchBy: pairs,
  mapping: pairs,
  enrollJourneyId: z.uuid().nullable(),
  updatesPeople: z.boolean(),
  fanOutPath: path.nullable(),
  dedupePath: path.nullable(),
  rateLimitPerMinute: z.number().int().min(1).max(maxRatePerMinute),
}

export const createEndpointInput = z.object({
  ...changeable,
  matchBy: changeable.matchBy.default([]),
  mapping: changeable.mapping.default([]),
  enrollJourneyId: changeable.enrollJourneyId.default(null),
  updatesPeople: changeable.updatesPeople.default(false),
  fanOutPath: changeable.fanOutPath.default(null),
  dedupePath: changeable.dedupePath.default('id'),
  rateLimitPerMinute: changeable.rateLimitPerMinute.default(defaultRatePerMinute),
})
export type CreateEndpointInput = z.output<typeof createEndpointInput>

export const endpointIdInput = z.object({ id: z.string() })
export type EndpointIdInput = z.infer<typeof endpointIdInput>

export const updateEndpointFields = z.object(changeable).partial()
export const updateEndpointInput = endpointIdInput.extend(updateEndpointFields.shape)
export type UpdateEndpointInput = z.output<typeof updateEndpointInput>

export const rotateKeyFields = z.object({
  /** How long the previous key stays valid next to the new one. */
  keepOldHours: z.number().int().min(0).max(168).default(0),
})
export const rotateKeyInput = endpointIdInput.extend(rotateKeyFields.shape)
export type RotateKeyInput = z.output<typeof rotateKeyInput>

export const acceptSampleFields = z.object({ eventId: z.string() })
export const acceptSampleInput = endpointIdInput.extend(acceptSampleFields.shape)
export type AcceptSampleInput = z.infer<typeof acceptSampleInput>

export const newestSampleInput = endpointIdInput.extend({
  /** Only events received at or after this time. */
  since: z.iso.datetime({ offset: true }).optional(),
})
export type NewestSampleInput = z.infer<typeof newestSampleInput>

export const listEventsFields = pageInput.extend({ status: z.enum([...eventStatuses, 'kept']).optional() })
export const listEventsInput = endpointIdInput.extend(listEventsFields.shape)
export type ListEventsInput = z.output<typeof listEventsInput>

export const eventIdInput = endpointIdInput.extend({ eventId: z.string() })
export type EventIdInput = z.infer<typeof eventIdInput>

export const replayEventsFields = z.object({
  /** Without it, all stored events. */
  eventIds: z.array(z.uuid()).min(1).max(1000).optional(),
})
export const replayEventsInput = endpointIdInput.extend(replayEventsFields.shape)
export type ReplayEventsInput = z.infer<typeof replayEventsInput>

const drift = z.object({ missing: z.array(z.string()), changed: z.array(z.string()) })

export const endpointResponse = z.object({
  ...changeable,
  id: z.string(),
  /** The address to which the external system posts. */
  url: z.string(),
  keyPrefix: z.string(),
  keyCreatedAt: z.string(),
  keyLastUsedAt: z.string().nullable(),
  previousKeyUntil: z.string().nullable(),
  hasHmacSecret: z.boolean(),
  fields: z.array(eventFieldSchema),
  schemaVersion: z.number(),
  drift: drift.extend({ eventId: z.string(), at: z.string() }).nullable(),
  listeners: z.array(z.object({ journeyId: z.string(), name: z.string() })),
  /** Calls whose callbacks are events of this endpoint, with their journeys. */
  callbacks: z.array(z.object({ journeyId: z.string(), name: z.string() })),
  lastReceivedAt: z.string().nullable(),
  /** Counted up to 1,000. */
  receivedLast24h: z.number(),
  kept: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type EndpointResponse = z.infer<typeof endpointResponse>

export const endpointWithKeyResponse = z.object({ endpoint: endpointResponse, key: z.string() })
export const endpointWithSecretResponse = z.object({ endpoint: endpointResponse, secret: z.string() })

export const eventResponse = z.object({
  id: z.string(),
  status: z.enum(eventStatuses),
  receivedAt: z.string(),
  processedAt: z.string().nullable(),
  sizeBytes: z.number(),
  matched: z.number(),
  enrolled: z.number(),
  refused: z.number(),
  reasons: z.array(
    z.object({
      item: z.number(),
      journeyId: z.string().nullable(),
      code: z.string(),
      message: z.string(),
    }),
  ),
  duplicateOf: z.string().nullable(),
  drift: drift.nullable(),
})
export type EventResponse = z.infer<typeof eventResponse>

export const eventPageResponse = pageOf(eventResponse)
export const eventWithPayloadResponse = eventResponse.extend({ payload: z.unknown() })
export type EventWithPayloadResponse = z.infer<typeof eventWithPayloadResponse>
