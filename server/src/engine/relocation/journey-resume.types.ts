import type { ResumePhase } from './journey-resume.table.ts'
import type { JourneyState, OverdueChoice } from '../versions/journey.types.ts'

/**
 * A journey on its way from paused to active. Overdue people are treated as the admin chose; no person is claimed before that is
 * done.
 */
export type JourneyResume = {
  journeyId: string
  changeId: string
  overdue: OverdueChoice
  pausedAt: Date
  resumedAt: Date
  spreadMs: number
  /** A pause or stop during the resume changes it. The resume is still completed. */
  nextState: JourneyState
  phase: ResumePhase
  afterStepId: string
  afterPinnedVersion: number | null
  afterId: string | null
  done: number
  total: number
}
