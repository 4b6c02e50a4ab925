import { authSchema } from '@tabiji/shared/auth/auth.ts'
import {
  type ExternalAction,
  externalActionContentSchema,
  externalActionSchema,
} from '@tabiji/shared/http-call/action/external-action.ts'
import { tokenMappingsSchema } from '@tabiji/shared/http-call/request/map-tokens.ts'
import { calloutOutcomes } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import { fieldValueSchema } from '@tabiji/shared/values/field-type.ts'
import { z } from 'zod'
import { calloutErrorResponse, recordedReply, recordedRequest } from '../calls/attempts/callout.schemas.ts'
import { pageInput, pageOf } from '../../kernel/http/page.ts'

export const createExternalActionInput = externalActionSchema
export type CreateExternalActionInput = ExternalAction

/** No defaults: a field that is left out keeps its stored value. */
export const updateExternalActionFields = z.object(
  Object.fromEntries(
    Object.entries(externalActionSchema.shape).map(([name, schema]) => [
      name,
      (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ? schema.unwrap() : schema).optional(),
    ]),
  ),
) as unknown as z.ZodObject<{ [K in keyof ExternalAction]: z.ZodOptional<(typeof externalActionSchema.shape)[K]> }>
export const externalActionIdInput = z.object({ id: z.string() })
export type ExternalActionIdInput = z.infer<typeof externalActionIdInput>
export const updateExternalActionInput = updateExternalActionFields.extend({ id: z.string() })
export type UpdateExternalActionInput = z.output<typeof updateExternalActionInput>

export const listExternalActionsInput = pageInput.extend({
  q: z.string().trim().max(200).optional(),
  connectionId: z.string().optional(),
})
export type ListExternalActionsInput = z.output<typeof listExternalActionsInput>

export const duplicateExternalActionInput = z.object({
  id: z.string(),
  name: z.string().trim().min(1).max(200).optional(),
})
export type DuplicateExternalActionInput = z.infer<typeof duplicateExternalActionInput>

/** The source of the token values. With neither `tokens` nor `mapping`, each token gets its sample. */
const values = {
  /** Keyed by token name. */
  tokens: z.record(z.string(), fieldValueSchema).optional(),
  /** The mapping of a Call API node, for one participant: an existing one, or one made from `fields`. */
  mapping: tokenMappingsSchema.optional(),
  participantId: z.string().optional(),
  fields: z.record(z.string(), z.unknown()).optional(),
  /** The journey whose field definitions type `fields`. Without it, values are taken without conversion. */
  journeyId: z.string().optional(),
  /** Output values of earlier nodes, by node id. */
  nodes: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  /** The request is built and shown, but not sent. */
  dryRun: z.boolean().default(false),
}

export const testValues = z.object(values)
export type TestValues = Omit<z.output<typeof testValues>, 'dryRun'>

export const testExternalActionFields = testValues.extend({ version: z.number().int().positive().optional() })
export const testExternalActionInput = testExternalActionFields.extend({ id: z.string() })
export type TestExternalActionInput = z.output<typeof testExternalActionInput>

export const previewCalloutInput = testExternalActionInput.omit({ dryRun: true })
export type PreviewCalloutInput = z.output<typeof previewCalloutInput>

export const testUnsavedActionInput = z.object({
  ...values,
  action: externalActionContentSchema.extend({ connectionId: z.string().optional() }),
  connectionId: z.string().optional(),
  /** An unsaved connection. Its secrets are sent in clear, because a mask has no stored secret to stand for. */
  connection: z
    .object({ baseUrl: z.string().trim().min(1).max(2000), auth: authSchema.default({ kind: 'none' }) })
    .optional(),
})
export type TestUnsavedActionInput = z.output<typeof testUnsavedActionInput>

const issueResponse = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  nodeId: z.string().optional(),
  path: z.string(),
  message: z.string(),
})

/** Values read from sample replies, used where outputs of earlier steps are missing. */
export const sampledResponse = z.array(z.object({ nodeId: z.string(), name: z.string(), value: fieldValueSchema }))

export const keepSampleFields = z.object({
  /** A reply as a test or a recorded attempt shows it. Known secrets are masked, and long texts are cut. */
  reply: z.object({
    status: z.number().int().min(100).max(599),
    headers: z.record(z.string().max(200), z.string().max(8192)).default({}),
    body: z.string().max(10_485_760),
    truncated: z.boolean().default(false),
  }),
})
export const keepSampleInput = keepSampleFields.extend({ id: z.string() })
export type KeepSampleInput = z.output<typeof keepSampleInput>

export const sampleResponse = z.object({
  /** The version of the action when the reply was kept. */
  version: z.number().int(),
  keptAt: z.string(),
  reply: recordedReply,
  /** The outputs that the newest version of the action extracts from the reply. */
  extracted: z.record(z.string(), z.object({ value: fieldValueSchema, issue: issueResponse.optional() })),
})
export type SampleResponse = z.infer<typeof sampleResponse>

export const testResultResponse = z.object({
  outcome: z.enum(calloutOutcomes),
  /** Null when no request could be made. */
  request: recordedRequest.nullable(),
  reply: recordedReply.optional(),
  extracted: z.record(z.string(), z.object({ value: fieldValueSchema, issue: issueResponse.optional() })),
  durationMs: z.number(),
  error: calloutErrorResponse.optional(),
  issues: z.array(issueResponse).optional(),
  sampled: sampledResponse.optional(),
})

const usedBy = z.object({
  journeyId: z.string(),
  journeyName: z.string(),
  inDraft: z.boolean(),
  inPublished: z.boolean(),
  pinnedVersion: z.number().int().nullable(),
})

export const externalActionResponse = externalActionSchema.extend({
  id: z.string(),
  version: z.number().int(),
  usedBy: z.array(usedBy),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type ExternalActionResponse = z.infer<typeof externalActionResponse>
export const externalActionPageResponse = pageOf(externalActionResponse)
