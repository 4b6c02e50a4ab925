import type { Ctx } from '../../kernel/context.ts'
import { resumeFrom, type ResumeInput, type ResumeResult } from './resume-from.ts'

/** Takes a stopped journey on from where everybody stood; the same question as after a pause. */
export function restartJourney(ctx: Ctx, journeyId: string, input: ResumeInput = {}): Promise<ResumeResult> {
  return resumeFrom(ctx, journeyId, 'stopped', input)
}
