import type { CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import type { CalloutError } from '../../calls/perform/callout-error.ts'

export type AccessTokenFailure = {
  outcome: CalloutOutcome
  status: number | null
  retryAfter: string | null
  error: CalloutError
  /** The other side will say the same again until somebody changes something; otherwise it is a matter of the moment. */
  isFinal: boolean
}

export type StoredAccessTokenFailure = AccessTokenFailure & {
  at: string
  /** Digest of the whole authorization that was asked with: about any other this says nothing. */
  askedWith: string
}
