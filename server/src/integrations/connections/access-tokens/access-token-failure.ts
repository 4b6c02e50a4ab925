import type { CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import type { CalloutError } from '@tabiji/shared/http-call/failures/callout-error.ts'

export type AccessTokenFailure = {
  outcome: CalloutOutcome
  status: number | null
  retryAfter: string | null
  error: CalloutError
  /**
   * True when a repeated request would fail again until a person changes something; false when the failure is
   * temporary.
   */
  isFinal: boolean
}

export type StoredAccessTokenFailure = AccessTokenFailure & {
  at: string
  /** Digest of the whole auth that made the request. The failure says nothing about any other auth. */
  askedWith: string
}
