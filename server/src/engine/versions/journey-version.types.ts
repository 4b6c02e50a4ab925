import type { Plan, StepId } from '@tabiji/shared/plan/plan.ts'
import type { Impact } from '@tabiji/shared/engine/relocation/impact.ts'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'

export type JourneyVersion = {
  journeyId: string
  number: number
  document: JourneyDocument
  plan: Plan
  /** What publishing this version meant for the people inside. */
  impact: Impact
  spread: Spread
}

/** The window for each 10,000 overdue people, and how many people were overdue at each step at the publish. */
export type Spread = { msPer10k: number; overdue: Record<StepId, number> }
