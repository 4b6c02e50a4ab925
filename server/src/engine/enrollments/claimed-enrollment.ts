import type { Enrollment } from '@tabiji/shared/engine/enrollment.ts'

/** A person in a journey whose row this transaction has locked: the pure state, and what only the rows know. */
export type ClaimedEnrollment = {
  state: Enrollment
  participantId: string
  attempt: number
  versionNumber: number
  /** The version they finish on, whatever is published after it. */
  pinnedVersion: number | null
  inDoubt: boolean
}
