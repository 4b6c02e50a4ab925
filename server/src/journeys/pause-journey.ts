import type { Ctx } from '../context.ts'
import { haltJourney } from './halt-journey.ts'
import type { JourneyState } from './journey.table.ts'

/** Holds everybody where they are, to be resumed. */
export function pauseJourney(ctx: Ctx, journeyId: string): Promise<{ state: JourneyState }> {
  return haltJourney(ctx, journeyId, 'paused', ['active'])
}
