import type { Auth } from '@tabiji/shared/auth/auth.ts'
import { createHash, randomBytes } from 'node:crypto'
import type { Ctx } from '../../../kernel/context.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import type { Consent } from '../auth/access-token-source.ts'
import {
  type AuthorizationRequest,
  deleteOldAuthorizationRequests,
  insertAuthorizationRequest,
  verifierPlace,
} from './authorization-request.repository.ts'
import { redirectUri } from './redirect-uri.ts'

const validMs = 10 * 60_000

/**
 * The address that a person is sent to for consent. The result is accepted once, within ten minutes, from the same
 * session.
 */
export async function startAuthorization(
  ctx: Ctx,
  connection: { id: string; auth: Auth },
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
      sealedVerifier: ctx.secrets.seal(codeVerifier, verifierPlace(state)),
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
