import type { Database } from '../../../kernel/db/database.ts'
import type { Transaction } from '../../../kernel/db/transaction.ts'
import type { Deps } from '../../../kernel/deps.ts'
import type { Auth } from '../auth/registry.ts'
import type { NewTokens } from '../auth/token-source.ts'
import { type StoredToken, writeTokens } from './connection-token.repository.ts'
import { sealTokens, tokenOwner } from './sealed-tokens.ts'

/** In the transaction of the step that brought the tokens. What was held before is gone with it. */
export async function storeTokens(
  { db, clock, ids, secrets }: Pick<Deps, 'clock' | 'ids' | 'secrets'> & { db: Database | Transaction },
  connection: { id: string; auth: Auth },
  { accessToken, refreshToken, expiresInMs }: NewTokens,
  of: { askedAt: Date; afterRefusal?: boolean },
): Promise<StoredToken> {
  const token = {
    sealed: sealTokens({ accessToken, refreshToken }, secrets),
    id: ids.uuid(),
    obtainedAt: clock.now(),
    // Counted from before the request, as the other side did not make it any earlier.
    expiresAt: expiresInMs === null ? null : new Date(of.askedAt.getTime() + expiresInMs),
    afterRefusal: of.afterRefusal ?? false,
  }
  await writeTokens(db, connection.id, token, tokenOwner(connection.auth, secrets))
  return token
}
