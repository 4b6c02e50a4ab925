import { requireRole, type Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { findJourney } from '../../engine/versions/journey.repository.ts'
import { countParked, type ParkedCount } from './parked.repository.ts'

/** How many people are parked at each node, by what kind of thing went wrong. */
export async function listParked(ctx: Ctx, journeyId: string): Promise<{ items: ParkedCount[] }> {
  requireRole(ctx, 'viewer')
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  return { items: await countParked(ctx.db, journey.id) }
}
