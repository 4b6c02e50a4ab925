import type { Enrollment } from '@tabiji/shared/engine/enrollment.ts'

/** A person in a journey whose row this transaction has locked: the pure state, and values that only the rows hold. */
export type ClaimedEnrollment = {
  state: Enrollment
  participantId: string
  attempt: number
  versionNumber: number
  /** The version on which the person finishes, whatever is published later. */
  pinnedVersion: number | null
  inDoubt: boolean
}
