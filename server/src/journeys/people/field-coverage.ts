import { z } from 'zod'
import { requireRole, type Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { findJourney } from '../../engine/versions/journey.repository.ts'
import { countEmptyFields, type FieldCoverage } from './field-coverage.repository.ts'

export const fieldCoverageInput = z.object({
  journeyId: z.string(),
  /** Without it every field of the draft. One that nobody has a value for is missing for everybody. */
  fields: z.array(z.string().min(1).max(100)).max(500).optional(),
})
export type FieldCoverageInput = z.infer<typeof fieldCoverageInput>

/** How many participants there are, and how many of them have no value for each field. */
export async function fieldCoverage(ctx: Ctx, { journeyId, fields }: FieldCoverageInput): Promise<FieldCoverage> {
  requireRole(ctx, 'viewer')
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  const keys = fields ?? journey.draft.fields.map((field) => field.key)
  return countEmptyFields(ctx.db, journey.id, [...new Set(keys)])
}
