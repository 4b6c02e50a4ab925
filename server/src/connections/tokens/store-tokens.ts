import type { Ctx } from '../../context.ts'
import type { Auth } from '../auth/registry.ts'
import type { NewTokens } from '../auth/token-source.ts'
import { writeTokens } from './connection-token.repository.ts'
import { sealTokens, tokenOwner } from './sealed-tokens.ts'

/** Tokens that an admin's step brought, in the transaction of that step. What was held before is gone with it. */
export async function storeTokens(
  ctx: Ctx,
  connection: { id: string; auth: Auth },
  { accessToken, refreshToken, expiresInMs }: NewTokens,
): Promise<void> {
  const obtainedAt = ctx.clock.now()
  const token = {
    sealed: sealTokens({ accessToken, refreshToken }, ctx.secrets),
    id: ctx.ids.uuid(),
    obtainedAt,
    expiresAt: expiresInMs === null ? null : new Date(obtainedAt.getTime() + expiresInMs),
    afterRefusal: false,
  }
  await writeTokens(ctx.db, connection.id, token, tokenOwner(connection.auth, ctx.secrets))
}
