import type { Issue } from '@tabiji/shared/issue.ts'
import type { ExternalError } from '../outbound/external-error.ts'

/** Why an attempt did not succeed: facts, from which `callout-error-texts.ts` makes sentences. */
export type CalloutError =
  | ExternalError
  | { code: 'connectionRevoked' | 'connectionUnauthorized' | 'connectionExpired'; connection: string }
  | { code: 'statusRefused'; status: number; expected: string }
  | { code: 'predicateNotMet'; status: number; predicate: string }
  /** An output that the action must find was not in the reply. */
  | { code: 'outputMissing'; issues: Issue[] }
  /** No request could be made. */
  | { code: 'notMapped'; issues: Issue[] }

export type CalloutErrorCode = CalloutError['code']

/** The way is closed for now and opens again: the engine keeps people at the step instead of failing them. */
export function isHold(error: CalloutError | null): boolean {
  return (
    error?.code === 'connectionRevoked' ||
    error?.code === 'connectionUnauthorized' ||
    error?.code === 'connectionExpired'
  )
}
