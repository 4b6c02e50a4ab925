import { calloutErrorMessage } from '@tabiji/shared/http-call/failures/callout-error-texts.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { notFound, ServiceError } from '../../../kernel/errors.ts'
import { accessTokenSourceOf, secretsOf } from '../auth/registry.ts'
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
  /** The address for consent; null when none is needed. */
  authorizeUrl: string | null
}

/**
 * Also works after a revoke: the stored credentials are used again. An access token is requested at once, so that the
 * admin learns whether it works. Where consent is needed, the address for it is returned.
 */
export async function authorizeConnection(
  ctx: Ctx,
  { id, shownIn }: AuthorizeConnectionInput,
): Promise<AuthorizedConnection> {
  const stored = await findConnection(ctx.db, ctx.workspaceId, id)
  if (!stored) throw notFound('connection')
  const auth = openAuth(stored, ctx.secrets)
  const source = accessTokenSourceOf(auth)
  if (source?.consent) {
    // A call with an API key has no browser to come back to. A signed-in person continues on the page of the
    // connection.
    const authorizeUrl =
      ctx.sessionId === undefined
        ? `${ctx.config.publicUrl}/connections/${id}`
        : await startAuthorization(ctx, { ...stored, auth }, source.consent, {
            sessionId: ctx.sessionId,
            shownIn: shownIn ?? 'page',
          })
    return { ...(await readConnection(ctx, id)), authorizeUrl }
  }
  const askedAt = ctx.clock.now()
  const request = await source?.request(auth, null, askedAt)
  const answer =
    request && (await requestAccessToken(ctx, request, await workspaceAllowList(ctx), Object.values(secretsOf(auth))))
  if (answer && !answer.ok) {
    const reason = calloutErrorMessage(answer.failure.error, ctx.locale)
    throw new ServiceError('externalFailed', { text: 'tokenNotGiven', params: { reason } })
  }
  const connection = await setConnectionState(ctx, id, 'authorized', 'connectionAuthorized', async (ctx, locked) => {
    // The other system responded about the credentials read before the request, and these may have changed since.
    if (accessTokenOwner(openAuth(locked, ctx.secrets), ctx.secrets) !== accessTokenOwner(auth, ctx.secrets))
      throw new ServiceError('conflict', { text: 'connectionChanged', params: { name: locked.name } })
    if (answer) await storeAccessTokens(ctx, { ...locked, auth }, answer.tokens, { askedAt })
  })
  return { ...connection, authorizeUrl: null }
}
