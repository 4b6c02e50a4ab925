import { calloutOutcomes } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import { z } from 'zod'
import { pageInput, pageOf } from '../../../kernel/http/page.ts'

const instant = z.iso.datetime({ offset: true })

export const listCalloutsInput = pageInput.extend({
  journeyId: z.string().optional(),
  nodeId: z.string().max(64).optional(),
  participantId: z.string().optional(),
  connectionId: z.string().optional(),
  externalActionId: z.string().optional(),
  outcome: z.enum(calloutOutcomes).optional(),
  from: instant.optional(),
  to: instant.optional(),
})

/** Further filters of the web, such as the failures behind one line of the top errors. */
export const findCalloutsInput = listCalloutsInput.extend({
  failed: z.boolean().optional(),
  statusCode: z.number().int().optional(),
  errorCode: z.string().max(64).optional(),
  /** Attempts that failed and were retried. */
  retried: z.boolean().optional(),
  /** Attempts for which this token had no value. */
  missingToken: z.string().max(100).optional(),
  minDurationMs: z.number().int().min(0).optional(),
})
export type FindCalloutsInput = z.output<typeof findCalloutsInput>

export const exportCalloutsInput = findCalloutsInput.omit({ limit: true, cursor: true }).extend({
  /** Includes requests and replies. */
  withBodies: z.boolean().optional(),
})
export type ExportCalloutsInput = z.output<typeof exportCalloutsInput>

/** The same input as query parameters, where every value is text. */
export const exportCalloutsQuery = exportCalloutsInput.extend({
  failed: z.stringbool().optional(),
  retried: z.stringbool().optional(),
  withBodies: z.stringbool().optional(),
  statusCode: z.coerce.number().int().optional(),
  minDurationMs: z.coerce.number().int().min(0).optional(),
})

export const calloutIdInput = z.object({ id: z.string() })
export type CalloutIdInput = z.infer<typeof calloutIdInput>

export const calloutAnalyticsInput = z.object({
  journeyId: z.string(),
  nodeId: z.string().max(64).optional(),
  /** The version of the journey. */
  version: z.coerce.number().int().positive().optional(),
  from: instant.optional(),
  to: instant.optional(),
})
export type CalloutAnalyticsInput = z.output<typeof calloutAnalyticsInput>

export const recordedRequest = z.object({
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
  truncated: z.boolean(),
  sentBefore: z
    .object({ because: z.enum(['unauthorized', 'expiredReply']), status: z.number().int() })
    .optional()
    .describe('The same request went out just before with an access token that turned out to have run out'),
})
export const recordedReply = z.object({
  status: z.number().int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  truncated: z.boolean(),
})
export const calloutErrorResponse = z.object({ code: z.string(), message: z.string() })

export const calloutResponse = z.object({
  id: z.string(),
  startedAt: z.string(),
  connectionId: z.string(),
  externalActionId: z.string().nullable(),
  externalActionVersion: z.number().int().nullable(),
  journeyId: z.string().nullable(),
  versionNumber: z.number().int().nullable(),
  nodeId: z.string().nullable(),
  stepId: z.string().nullable(),
  enrollmentId: z.string().nullable(),
  participantId: z.string().nullable(),
  /** The key of the participant; null for tests and for deleted participants. */
  participantKey: z.string().nullable(),
  visit: z.number().int().nullable(),
  attempt: z.number().int(),
  idempotencyKey: z.string().nullable(),
  inDoubt: z.boolean(),
  isTest: z.boolean(),
  outcome: z.enum(calloutOutcomes),
  statusCode: z.number().int().nullable(),
  durationMs: z.number(),
  request: recordedRequest.nullable(),
  reply: recordedReply.nullable(),
  error: calloutErrorResponse.nullable(),
  nextAttemptAt: z.string().nullable(),
})
export type CalloutResponse = z.infer<typeof calloutResponse>
export const calloutPageResponse = pageOf(calloutResponse)

/** The time span of a filter as dates. */
export function spanOf(filter: { from?: string; to?: string }): { from?: Date; to?: Date } {
  return {
    ...(filter.from !== undefined && { from: new Date(filter.from) }),
    ...(filter.to !== undefined && { to: new Date(filter.to) }),
  }
}
