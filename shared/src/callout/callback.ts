import { z } from 'zod'
import { payloadTestsSchema } from '../condition/condition.ts'
import { fieldTypeSchema, identifierSchema } from '../field/field-type.ts'
import { durationSchema } from '../time/duration.ts'

/** How the other side reports, some time after its reply, what became of a call. */
export const callbackSchema = z.object({
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
