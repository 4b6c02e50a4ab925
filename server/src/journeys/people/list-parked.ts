import type { Ctx } from '../../kernel/context.ts'
import { countParked, type ParkedCount } from './parked.repository.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

/** The number of parked enrollments at each node, by failure class. */
export async function listParked(ctx: Ctx, journeyId: string): Promise<{ items: ParkedCount[] }> {
  const journey = await requireJourney(ctx, journeyId)
  return { items: await countParked(ctx.db, journey.id) }
}
