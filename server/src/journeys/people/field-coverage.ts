import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { countEmptyFields, type FieldCoverage } from './field-coverage.repository.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

export const fieldCoverageInput = z.object({
  journeyId: z.string(),
  /** Without it, every field of the draft. A field without any value is missing for all participants. */
  fields: z.array(z.string().min(1).max(100)).max(500).optional(),
})
export type FieldCoverageInput = z.infer<typeof fieldCoverageInput>

/** The number of participants, and how many of them have no value for each field. */
export async function fieldCoverage(ctx: Ctx, { journeyId, fields }: FieldCoverageInput): Promise<FieldCoverage> {
  const journey = await requireJourney(ctx, journeyId)
  const keys = fields ?? journey.draft.fields.map((field) => field.key)
  return countEmptyFields(ctx.db, journey.id, [...new Set(keys)])
}
