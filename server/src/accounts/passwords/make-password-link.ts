import type { Deps } from '../../kernel/deps.ts'
import { hashOneTimeToken, makeOneTimeToken } from '../users/one-time-token.ts'
import { insertPasswordReset } from './password-reset.repository.ts'
import type { PasswordResetTable } from './password-reset.table.ts'

export const passwordLinkMinutes = 30

/** The token is in the fragment of the address, which a browser sends to nobody: no log and no `Referer` gets it. */
export async function makePasswordLink(
  deps: Deps,
  userId: string,
  source: PasswordResetTable['source'],
): Promise<{ link: string; expiresAt: string }> {
  const token = makeOneTimeToken()
  const at = deps.clock.now()
  const expiresAt = new Date(at.getTime() + passwordLinkMinutes * 60_000)
  await insertPasswordReset(deps.db, {
    id: deps.ids.uuid(),
    userId,
    tokenHash: hashOneTimeToken(token),
    source,
    expiresAt,
    at,
  })
  return { link: new URL(`/reset-password#${token}`, deps.config.publicUrl).href, expiresAt: expiresAt.toISOString() }
}
