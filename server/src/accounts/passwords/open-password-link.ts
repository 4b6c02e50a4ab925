import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import { ServiceError } from '../../kernel/errors.ts'
import type { Client } from '../../kernel/http/requests/client-address.ts'
import { beginGuess } from '../../kernel/request-limits/begin-guess.ts'
import { hashOneTimeToken } from '../users/one-time-token.ts'
import { findPasswordReset, type PasswordReset } from './password-reset.repository.ts'

/** Whose password the link is for. The form shows the address, so that password managers know what they store. */
export async function openPasswordLink(
  deps: Deps & { client: Client },
  input: { token: string },
): Promise<{ email: string }> {
  const { email } = await guessOpenReset(deps, input.token)
  return { email }
}

/** Unknown tokens are counted for each client. */
export async function guessOpenReset(deps: Deps & { client: Client }, token: string): Promise<PasswordReset> {
  const attempt = await beginGuess(deps, 'oneTimeLink', { client: deps.client })
  const reset = await requireOpenReset(deps, token)
  await attempt.wasRight()
  return reset
}

export async function requireOpenReset(
  deps: Deps & { db: Database | Transaction },
  token: string,
  options: { lock?: boolean } = {},
): Promise<PasswordReset> {
  const reset = await findPasswordReset(deps.db, hashOneTimeToken(token), options)
  if (!reset || reset.expiresAt.getTime() <= deps.clock.now().getTime())
    throw new ServiceError('notFound', { text: 'passwordLinkUsed' })
  return reset
}
