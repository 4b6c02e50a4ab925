import type { Ctx } from '../../kernel/context.ts'
import { goOn, type GoOnInput, type WentOn } from './go-on.ts'

/** Ends a pause, with a choice for those whose moment came during it. */
export function resumeJourney(ctx: Ctx, journeyId: string, input: GoOnInput = {}): Promise<WentOn> {
  return goOn(ctx, journeyId, 'paused', input)
}
