import { createHash } from 'node:crypto'
import type { Deps } from '../deps.ts'
import { ServiceError } from '../errors.ts'
import type { Client } from '../http/requests/client-address.ts'
import { countInWindow } from './request-limit.repository.ts'

const minuteMs = 60_000

/** What everybody may do without an account, and how often one client may in a time window. */
const requestPolicies = {
  surveyAnswer: { limit: 60, windowMs: minuteMs },
  /** Mails with a link for a new password, which somebody may ask for in the name of others. */
  passwordMail: { limit: 10, windowMs: 10 * minuteMs },
  /** Requests for links that do not exist: an old mail has one or two of them, a scanner has thousands. */
  unknownLink: { limit: 60, windowMs: minuteMs },
} as const satisfies Record<string, { limit: number; windowMs: number }>

/** Counts a request of a client in all processes together, and throws `limitReached` above the limit. */
export async function countRequest(deps: Deps, kind: keyof typeof requestPolicies, client: Client): Promise<void> {
  const { limit, windowMs } = requestPolicies[kind]
  const at = deps.clock.now()
  const hash = createHash('sha256').update(client.key).digest('base64url')
  const until = new Date(at.getTime() + windowMs)
  const counted = await countInWindow(deps.db, `${kind}:client:${hash}`, { at, until })
  if (counted.count <= limit) return
  const seconds = Math.max(1, Math.ceil((counted.until.getTime() - at.getTime()) / 1000))
  throw new ServiceError('limitReached', { params: { seconds }, retryAfterSeconds: seconds })
}
