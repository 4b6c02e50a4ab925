import { calloutErrorMessage } from '../../calls/perform/callout-error-texts.ts'
import { type Ctx, requireRole } from '../../../kernel/context.ts'
import { notFound, ServiceError } from '../../../kernel/errors.ts'
import { accessTokenSourceOf } from '../auth/registry.ts'
import { startAuthorization } from './start-authorization.ts'
import { findConnection } from '../connection.repository.ts'
import type { AuthorizeConnectionInput } from '../connection.schemas.ts'
import { type ConnectionResponse, readConnection } from '../read-connection.ts'
import { openAuth } from '../state/seal-auth.ts'
import { setConnectionState } from '../state/set-connection-state.ts'
import { requestAccessToken } from '../access-tokens/request-access-token.ts'
import { accessTokenOwner } from '../access-tokens/sealed-access-tokens.ts'
import { storeAccessTokens } from '../access-tokens/store-access-tokens.ts'
import { workspaceAllowList } from '../checks/workspace-allow-list.ts'

export type AuthorizedConnection = ConnectionResponse & {
  /** Where somebody still has to consent; null when nothing is left to do. */
  authorizeUrl: string | null
}

/**
 * Also after a revoke: stored credentials are used again, an access token is asked for at once, so that whoever authorizes learns
 * whether it works, and where a person's consent is needed the way to it is answered.
 */
export async function authorizeConnection(
  ctx: Ctx,
  { id, shownIn }: AuthorizeConnectionInput,
): Promise<AuthorizedConnection> {
  requireRole(ctx, 'admin')
  const stored = await findConnection(ctx.db, ctx.workspaceId, id)
  if (!stored) throw notFound('connection')
  const auth = openAuth(stored, ctx.secrets)
  const source = accessTokenSourceOf(auth)
  if (source?.consent) {
    // A key has no browser that could come back: somebody who is signed in goes on from the connection's page.
    const authorizeUrl =
      ctx.sessionId === undefined
        ? `${ctx.config.publicUrl}/connections/${id}`
        : await startAuthorization(ctx, { id, auth }, source.consent, {
            sessionId: ctx.sessionId,
            shownIn: shownIn ?? 'page',
          })
    return { ...(await readConnection(ctx, id)), authorizeUrl }
  }
  const askedAt = ctx.clock.now()
  const request = await source?.request(auth, null, askedAt)
  const answer = request && (await requestAccessToken(ctx, request, await workspaceAllowList(ctx)))
  if (answer && !answer.ok) {
    const reason = calloutErrorMessage(answer.failure.error, ctx.locale)
    throw new ServiceError('externalFailed', { text: 'tokenNotGiven', params: { reason } })
  }
  const connection = await setConnectionState(ctx, id, 'authorized', 'connectionAuthorized', async (ctx, locked) => {
    // The other side answered about what was stored before, and that takes its time.
    if (accessTokenOwner(openAuth(locked, ctx.secrets), ctx.secrets) !== accessTokenOwner(auth, ctx.secrets))
      throw new ServiceError('conflict', { text: 'connectionChanged', params: { name: locked.name } })
    if (answer) await storeAccessTokens(ctx, { id, auth }, answer.tokens, { askedAt })
  })
  return { ...connection, authorizeUrl: null }
}
