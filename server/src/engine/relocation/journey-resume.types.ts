import type { ResumePhase } from './journey-resume.table.ts'
import type { JourneyState, OverdueChoice } from '../versions/journey.types.ts'

/** A journey on its way from paused to active: who is overdue is treated as chosen, while still nobody is claimed. */
export type JourneyResume = {
  journeyId: string
  changeId: string
  overdue: OverdueChoice
  pausedAt: Date
  resumedAt: Date
  spreadMs: number
  /** Another pause or stop meanwhile changes it; what was begun is brought to its end all the same. */
  nextState: JourneyState
  phase: ResumePhase
  afterStepId: string
  afterPinnedVersion: number | null
  afterId: string | null
  done: number
  total: number
}
