import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { hashOneTimeToken } from '../users/one-time-token.ts'
import { findPasswordReset, type PasswordReset } from './password-reset.repository.ts'

/** Whose password the link is for. The form shows the address, so that password managers know what they store. */
export async function openPasswordLink(deps: Deps, input: { token: string }): Promise<{ email: string }> {
  const { email } = await requireOpenReset(deps, input.token)
  return { email }
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
