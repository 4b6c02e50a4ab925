import { z } from 'zod'
import { payloadTestsSchema } from '../../conditions/condition.ts'
import { fieldTypeSchema, identifierSchema } from '../../values/field-type.ts'
import { durationSchema } from '../../time/duration.ts'

/**
 * For a system that always calls back at the same address: an event endpoint takes its callbacks, and a value of the callback equals one
 * of the reply to the call. Empty while it is not chosen yet.
 */
const byKeySchema = z.object({
  endpointId: z.string().default(''),
  /** Where the event says which call it is about. */
  path: z.string().max(500).default(''),
  /** The value that the external action reads from the reply. */
  output: z.string().default(''),
})

/** What the other side sends back about a call, some time after its reply. */
export const callbackSchema = z.object({
  /** Left out where each call sends an address of its own. */
  byKey: byKeySchema.optional(),
  /** How long a callback is waited for. */
  timeLimit: durationSchema.default({ amount: 1, unit: 'days' }),
  /** What the callback of a success says; whatever passes not all of it means a failure. Empty: every callback is good. */
  succeededWhen: payloadTestsSchema.default({}),
  /** Values of the callback that later steps can use, each by its path with dots: `result.id`. */
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
