import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'

export const journeyStates = ['draft', 'active', 'paused', 'stopped'] as const

export type JourneyState = (typeof journeyStates)[number]

export const overdueChoices = ['send', 'shift', 'skip'] as const

/** What a resume does with people who became due during the pause. */
export type OverdueChoice = (typeof overdueChoices)[number]

export type Journey = {
  id: string
  workspaceId: string
  state: JourneyState
  isSample: boolean
  draft: JourneyDocument
  draftRevision: number
  publishedVersion: number | null
  /** Since when people do not move; null while the journey runs and before its first run. */
  pausedAt: string | null
  createdAt: string
  updatedAt: string
}
