import type { Auth } from '@tabiji/shared/auth/auth.ts'
import type { UsedConnection } from '@tabiji/shared/auth/secret-use.ts'
import { createHash, randomBytes } from 'node:crypto'
import type { Ctx } from '../../../kernel/context.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import type { Consent } from '../auth/access-token-source.ts'
import {
  type AuthorizationRequest,
  deleteOldAuthorizationRequests,
  insertAuthorizationRequest,
} from './authorization-request.repository.ts'
import { redirectUri } from './redirect-uri.ts'
import { configurationOf, sealVerifier } from './sealed-verifier.ts'

const validMs = 10 * 60_000

/**
 * The address that a person is sent to for consent. The result is accepted once, within ten minutes, from the same
 * session.
 */
export async function startAuthorization(
  ctx: Ctx,
  connection: { id: string } & UsedConnection,
  consent: Consent<Auth>,
  request: { sessionId: string; shownIn: AuthorizationRequest['shownIn'] },
): Promise<string> {
  const state = randomText()
  const codeVerifier = randomText()
  await inTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now()
    await deleteOldAuthorizationRequests(ctx.db, now)
    await insertAuthorizationRequest(ctx.db, state, {
      ...request,
      workspaceId: ctx.workspaceId,
      connectionId: connection.id,
      sealedVerifier: sealVerifier(ctx.secrets, state, {
        codeVerifier,
        configuration: configurationOf(connection, ctx.config),
      }),
      expiresAt: new Date(now.getTime() + validMs),
    })
  })
  return consent.address(connection.auth, {
    redirectUri: redirectUri(ctx.config),
    state,
    // RFC 7636 §4.2, method S256.
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
  })
}

/** 256 bits give 43 characters, the minimum of RFC 7636 §4.1. */
function randomText(): string {
  return randomBytes(32).toString('base64url')
}
