import type { Ctx } from '../../kernel/context.ts'
import { suspendJourney } from './suspend-journey.ts'
import type { JourneyState } from '../../engine/versions/journey.types.ts'

/** Stops the journey. Enrollments keep their steps in case it is restarted. */
export function stopJourney(ctx: Ctx, journeyId: string): Promise<{ state: JourneyState }> {
  return suspendJourney(ctx, journeyId, 'stopped', ['active', 'paused'])
}
