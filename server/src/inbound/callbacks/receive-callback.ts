import { flattenPayload } from '@tabiji/shared/events/flatten-payload.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import { pathNotFound, ServiceError } from '../../kernel/errors.ts'
import { readCallbackToken, testCallbackToken } from '../../integrations/calls/callback-address.ts'
import { acceptCallback } from './accept-callback.ts'

/** `duplicate`: there was a callback about this call before, and the first one counts. `test`: nobody waits for it. */
export type ReceivedCallback = { status: 'accepted' | 'duplicate' | 'test' }

/**
 * Takes the callback on one call. It counts from the moment the call is made, for it may come before the reply to the call
 * does, and until the person goes on. An answer without an error is a promise: the callback is committed.
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
