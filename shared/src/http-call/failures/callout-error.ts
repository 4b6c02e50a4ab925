import type { Issue } from '../../messages/issue.ts'
import type { ExternalError } from './external-error.ts'

/** Why an attempt did not succeed, as data. `callout-error-texts.ts` turns it into sentences. */
export type CalloutError =
  | ExternalError
  | { code: 'connectionRevoked' | 'connectionUnauthorized' | 'connectionExpired'; connection: string }
  /** The stored secret does not belong to this connection or to what it is set to now. */
  | { code: 'connectionUnreadable'; connection: string }
  /** The credentials changed after the call started. The next attempt uses the new ones. */
  | { code: 'connectionChanged'; connection: string }
  | { code: 'statusRefused'; status: number; expected: string }
  | { code: 'predicateNotMet'; status: number; predicate: string }
  /** The token endpoint cannot be reached at the moment. */
  | { code: 'tokenUnavailable'; host: string; cause: ExternalError }
  | { code: 'tokenServerFailing'; host: string; status: number }
  /** `said`: the reason that the other system gave, with secrets masked. */
  | { code: 'tokenRefused'; host: string; said: string; status: number }
  | { code: 'tokenUnreadable'; host: string; status: number }
  /** The call itself was refused with an access token that should be valid. */
  | { code: 'tokenNotTaken'; status: number }
  /** A person has to consent in the other system, which needs a saved connection. */
  | { code: 'consentNeeded' }
  /** A rule of the action or the connection needs too much work in this reply, so nothing is known about it. */
  | { code: 'ruleTooCostly'; rule: string; status: number }
  /** A required output of the action was not in the reply, or would hold a secret. */
  | { code: 'outputMissing'; issues: Issue[] }
  /** No request could be made. */
  | { code: 'notMapped'; issues: Issue[] }

export type CalloutErrorCode = CalloutError['code']

const deferrals: ReadonlySet<CalloutErrorCode> = new Set([
  'connectionRevoked',
  'connectionUnauthorized',
  'connectionExpired',
  'connectionUnreadable',
  'connectionChanged',
  'tokenUnavailable',
  'tokenServerFailing',
  'tokenRefused',
  'tokenUnreadable',
])

/** The connection is closed for now and can open again. The engine defers the step instead of failing it. */
export function isDeferral(error: CalloutError | null): boolean {
  return error !== null && deferrals.has(error.code)
}
