import type { Ctx } from '../../kernel/context.ts'
import { resumeFrom, type ResumeInput, type ResumeResult } from './resume-from.ts'

/** Ends a pause, with a choice for enrollments that became due during it. */
export function resumeJourney(ctx: Ctx, journeyId: string, input: ResumeInput): Promise<ResumeResult> {
  return resumeFrom(ctx, journeyId, 'paused', input)
}
