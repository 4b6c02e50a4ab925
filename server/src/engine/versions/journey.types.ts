import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'

export const journeyStates = ['draft', 'active', 'paused', 'stopped'] as const

export type JourneyState = (typeof journeyStates)[number]

export const overdueChoices = ['send', 'shift', 'skip'] as const

/** What happens to people whose moment came while nobody moved. */
export type OverdueChoice = (typeof overdueChoices)[number]

export type Journey = {
  id: string
  workspaceId: string
  state: JourneyState
  isSample: boolean
  draft: JourneyDocument
  draftRevision: number
  publishedVersion: number | null
  /** Since when nobody moves; null while it runs and before it ever ran. */
  pausedAt: string | null
  createdAt: string
  updatedAt: string
}
