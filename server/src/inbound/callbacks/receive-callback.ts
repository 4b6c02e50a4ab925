import { flattenPayload } from '@tabiji/shared/events/flatten-payload.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import { pathNotFound, ServiceError } from '../../kernel/errors.ts'
import { readCallbackToken, testCallbackToken } from '../../integrations/calls/callback-address.ts'
import { acceptCallback } from './accept-callback.ts'

/**
 * `duplicate`: there was an earlier callback about this call, and the first one counts. `test`: the call was a test, so no person
 * waits for it.
 */
export type ReceivedCallback = { status: 'accepted' | 'duplicate' | 'test' }

/**
 * Accepts the callback on one call. It counts from the moment the call is made, because it may come before the reply to the call,
 * until the person moves on. A response without an error is a promise: the callback is committed.
 */
export async function receiveCallback(
  deps: Deps,
  token: string,
  readPayload: () => Promise<unknown>,
): Promise<ReceivedCallback> {
  if (token === testCallbackToken) return { status: 'test' }
  const subject = readCallbackToken(deps.secrets, token)
  if (!subject) throw pathNotFound(`/c/${token}`)
  const flat = flattenPayload(await readPayload())
  const status = await inTransaction(deps, (deps) => acceptCallback(deps, subject, flat))
  if (status === 'late') throw new ServiceError('gone', { text: 'callbackLate' })
  return { status }
}
