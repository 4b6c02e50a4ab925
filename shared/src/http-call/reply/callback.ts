import { z } from 'zod'
import { payloadTestsSchema } from '../../conditions/condition.ts'
import { fieldTypeSchema, identifierSchema } from '../../values/field-type.ts'
import { durationSchema } from '../../time/duration.ts'

/**
 * For a system that always reports to the same address: an event endpoint takes its reports, and a value of the report equals one
 * of the reply to the call. Empty while it is not chosen yet.
 */
const byKeySchema = z.object({
  endpointId: z.string().default(''),
  /** Where the event says which call it is about. */
  path: z.string().max(500).default(''),
  /** The value that the external action reads from the reply. */
  output: z.string().default(''),
})

/** How the other side reports, some time after its reply, what became of a call. */
export const callbackSchema = z.object({
  /** Left out where each call sends an address of its own. */
  byKey: byKeySchema.optional(),
  /** How long a report is waited for. */
  timeLimit: durationSchema.default({ amount: 1, unit: 'days' }),
  /** What the report of a success says; whatever passes not all of it reports a failure. Empty: every report is good. */
  succeededWhen: payloadTestsSchema.default({}),
  /** Values of the report that later steps can use, each by its path with dots: `result.id`. */
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
