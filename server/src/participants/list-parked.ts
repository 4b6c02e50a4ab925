import { requireRole, type Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { findJourney } from '../journeys/journey.repository.ts'
import { countParked, type ParkedCount } from './parked.repository.ts'

/** How many people are parked at each node, by what kind of thing went wrong. */
export async function listParked(ctx: Ctx, journeyId: string): Promise<{ items: ParkedCount[] }> {
  requireRole(ctx, 'viewer')
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  return { items: await countParked(ctx.db, journey.id) }
}
