import type { Ctx } from '../../kernel/context.ts'
import { haltJourney } from './halt-journey.ts'
import type { JourneyState } from '../../engine/versions/journey.table.ts'

/** Holds everybody where they are, to be resumed. */
export function pauseJourney(ctx: Ctx, journeyId: string): Promise<{ state: JourneyState }> {
  return haltJourney(ctx, journeyId, 'paused', ['active'])
}
