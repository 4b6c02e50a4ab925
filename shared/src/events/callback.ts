import { z } from 'zod'
import { payloadTestsSchema } from '../conditions/condition.ts'
import { fieldTypeSchema, identifierSchema } from '../values/field-type.ts'
import { durationSchema } from '../time/duration.ts'

/**
 * For a system that always calls back at the same address: an event endpoint receives the callbacks, and a value of the
 * callback equals a value of the reply to the call. Empty until it is chosen.
 */
const byKeySchema = z.object({
  endpointId: z.string().default(''),
  /** The path in the event of the value that identifies the call. */
  path: z.string().max(500).default(''),
  /** The output of the external action that holds the same value. */
  output: z.string().default(''),
})

/** What the other system sends about a call, some time after its reply. */
export const callbackSchema = z.object({
  /** Absent where each call sends a callback address of its own. */
  byKey: byKeySchema.optional(),
  /** How long the enrollment waits for the callback. */
  timeLimit: durationSchema.default({ amount: 1, unit: 'days' }),
  /**
   * Tests that a success callback passes; a callback that fails one of them means a failure. Empty: every callback is a
   * success.
   */
  succeededWhen: payloadTestsSchema.default({}),
  /** Values of the callback for later steps, each by its path with dots: `result.id`. */
  values: z
    .array(
      z.object({
        name: identifierSchema,
        key: z.string().trim().min(1).max(400),
        type: fieldTypeSchema.default('text'),
      }),
    )
    .max(50)
    .default([]),
})

export type Callback = z.infer<typeof callbackSchema>
