import { requireRole, type Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { findJourney } from '../journeys/journey.repository.ts'
import { countEmptyFields } from './field-coverage.repository.ts'

/** How many participants there are, and how many of them have no value for each field of the draft. */
export async function fieldCoverage(
  ctx: Ctx,
  journeyId: string,
): Promise<{ total: number; missing: Record<string, number> }> {
  requireRole(ctx, 'viewer')
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  return countEmptyFields(
    ctx.db,
    journey.id,
    journey.draft.fields.map((field) => field.key),
  )
}
