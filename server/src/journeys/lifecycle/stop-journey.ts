import type { Ctx } from '../../kernel/context.ts'
import { suspendJourney } from './suspend-journey.ts'
import type { JourneyState } from '../../engine/versions/journey.types.ts'

/** Ends the journey; everybody keeps their place, should it be started again. */
export function stopJourney(ctx: Ctx, journeyId: string): Promise<{ state: JourneyState }> {
  return suspendJourney(ctx, journeyId, 'stopped', ['active', 'paused'])
}
