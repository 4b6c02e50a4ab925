import type { Ctx } from '../../kernel/context.ts'
import { goOn, type GoOnInput, type WentOn } from './go-on.ts'

/** Takes a stopped journey on from where everybody stood; the same question as after a pause. */
export function restartJourney(ctx: Ctx, journeyId: string, input: GoOnInput = {}): Promise<WentOn> {
  return goOn(ctx, journeyId, 'stopped', input)
}
