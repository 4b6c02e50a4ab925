import type { Ctx } from '../../kernel/context.ts'
import { suspendJourney } from './suspend-journey.ts'
import type { JourneyState } from '../../engine/versions/journey.types.ts'

/** Enrollments keep their steps, and the journey can be resumed. */
export function pauseJourney(ctx: Ctx, journeyId: string): Promise<{ state: JourneyState }> {
  return suspendJourney(ctx, journeyId, 'paused', ['active'])
}
