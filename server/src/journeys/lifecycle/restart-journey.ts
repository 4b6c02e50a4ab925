import type { Ctx } from '../../kernel/context.ts'
import { resumeFrom, type ResumeInput, type ResumeResult } from './resume-from.ts'

/** Restarts a stopped journey from the steps where its enrollments are, with the same choice as after a pause. */
export function restartJourney(ctx: Ctx, journeyId: string, input: ResumeInput): Promise<ResumeResult> {
  return resumeFrom(ctx, journeyId, 'stopped', input)
}
