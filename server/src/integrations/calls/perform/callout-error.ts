import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { ExternalError } from '../../../kernel/outbound/external-error.ts'

/** Why an attempt did not succeed: facts, from which `callout-error-texts.ts` makes sentences. */
export type CalloutError =
  | ExternalError
  | { code: 'connectionRevoked' | 'connectionUnauthorized' | 'connectionExpired'; connection: string }
  /** What the call set out with is not what the connection holds now; the next attempt takes that. */
  | { code: 'connectionChanged'; connection: string }
  | { code: 'statusRefused'; status: number; expected: string }
  | { code: 'predicateNotMet'; status: number; predicate: string }
  /** The token endpoint could not be reached just now. */
  | { code: 'tokenUnavailable'; host: string; cause: ExternalError }
  | { code: 'tokenServerFailing'; host: string; status: number }
  /** `said`: the reason the other side gave, its secrets masked. */
  | { code: 'tokenRefused'; host: string; said: string; status: number }
  | { code: 'tokenUnreadable'; host: string; status: number }
  /** A token that should be good was turned down by the call itself. */
  | { code: 'tokenNotTaken'; status: number }
  /** Somebody has to consent at the other side, which needs a saved connection. */
  | { code: 'consentNeeded' }
  /** An output that the action must find was not in the reply. */
  | { code: 'outputMissing'; issues: Issue[] }
  /** No request could be made. */
  | { code: 'notMapped'; issues: Issue[] }

export type CalloutErrorCode = CalloutError['code']

const deferrals: ReadonlySet<CalloutErrorCode> = new Set([
  'connectionRevoked',
  'connectionUnauthorized',
  'connectionExpired',
  'connectionChanged',
  'tokenUnavailable',
  'tokenServerFailing',
  'tokenRefused',
  'tokenUnreadable',
])

/** The way is closed for now and opens again: the engine keeps people at the step instead of failing them. */
export function isDeferral(error: CalloutError | null): boolean {
  return error !== null && deferrals.has(error.code)
}
