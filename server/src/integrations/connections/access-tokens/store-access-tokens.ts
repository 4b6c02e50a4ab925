import type { Database } from '../../../kernel/db/database.ts'
import type { Transaction } from '../../../kernel/db/transaction.ts'
import type { Deps } from '../../../kernel/deps.ts'
import type { NewAccessTokens } from '../auth/access-token-source.ts'
import type { UsedConnection } from '@tabiji/shared/auth/secret-use.ts'
import { type StoredAccessToken, writeAccessTokens } from './access-token.repository.ts'
import { sealAccessTokens, accessTokenOwner } from './sealed-access-tokens.ts'

/** Runs in the transaction that received the tokens. Replaces the tokens stored before. */
export async function storeAccessTokens(
  { db, clock, ids, secrets }: Pick<Deps, 'clock' | 'ids' | 'secrets'> & { db: Database | Transaction },
  connection: { id: string } & UsedConnection,
  { accessToken, refreshToken, expiresInMs }: NewAccessTokens,
  request: { askedAt: Date; afterRefusal?: boolean },
): Promise<StoredAccessToken> {
  const token = {
    sealed: sealAccessTokens(connection, { accessToken, refreshToken }, secrets),
    id: ids.uuid(),
    obtainedAt: clock.now(),
    // Counted from before the request: the other system cannot have issued the token earlier.
    expiresAt: expiresInMs === null ? null : new Date(request.askedAt.getTime() + expiresInMs),
    afterRefusal: request.afterRefusal ?? false,
  }
  await writeAccessTokens(db, connection.id, token, accessTokenOwner(connection.auth, secrets))
  return token
}
