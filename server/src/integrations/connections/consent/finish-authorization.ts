import { recordAudit } from '../../../kernel/audit/record-audit.ts'
import { type CalloutError } from '@tabiji/shared/http-call/failures/callout-error.ts'
import { forgetConnection } from '../../calls/perform/load-callout-target.ts'
import { type Ctx } from '../../../kernel/context.ts'
import { hasRole } from '../../../kernel/actor.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import { secretMasker } from '@tabiji/shared/auth/mask.ts'
import { accessTokenSourceOf, addressesOf, secretsOf } from '../auth/registry.ts'
import { findConnection, lockConnection, updateConnectionRow } from '../connection.repository.ts'
import { sanitizeOAuthError } from './sanitize-oauth-error.ts'
import { purposeOf } from '../state/purpose-of.ts'
import { openAuth } from '../state/seal-auth.ts'
import { accessTokenOwner } from '../access-tokens/sealed-access-tokens.ts'
import { storeAccessTokens } from '../access-tokens/store-access-tokens.ts'
import { requestAccessToken } from '../access-tokens/request-access-token.ts'
import { workspaceAllowList } from '../checks/workspace-allow-list.ts'
import { type AuthorizationRequest, takeAuthorizationRequest } from './authorization-request.repository.ts'
import { redirectUri } from './redirect-uri.ts'
import { configurationOf, isIssuerOf, openVerifier } from './sealed-verifier.ts'

/** The query parameters that the other system sends back. */
export type AuthorizationReturn = {
  state: string | undefined
  code: string | undefined
  error: string | undefined
  errorDescription: string | undefined
  /** RFC 9207. */
  issuer: string | undefined
}

export type AuthorizationFailure =
  | { code: 'stateUnknown' | 'otherSession' | 'stateUsed' | 'stateExpired' | 'otherWorkspace' | 'notAdmin' }
  | { code: 'connectionGone' | 'connectionChanged' | 'codeMissing' | 'issuerWrong' }
  | { code: 'consentRefused'; said: string }
  | { code: 'tokenFailed'; error: CalloutError }

export type FinishedAuthorization = {
  /** Null when it is unknown or must not be revealed. */
  connection: { id: string; name: string } | null
  shownIn: AuthorizationRequest['shownIn']
  failure: AuthorizationFailure | null
}

/**
 * A person is back from the other system. Their consent is exchanged for the tokens of the connection, and deferred
 * enrollments continue.
 */
export async function finishAuthorization(ctx: Ctx, back: AuthorizationReturn): Promise<FinishedAuthorization> {
  const now = ctx.clock.now()
  const request = back.state
    ? await inTransaction(ctx, (ctx) =>
        takeAuthorizationRequest(ctx.db, back.state!, { sessionId: ctx.sessionId ?? null, at: now }),
      )
    : undefined
  const refuse = (failure: AuthorizationFailure, connection: FinishedAuthorization['connection'] = null) => ({
    connection,
    shownIn: request?.shownIn ?? 'page',
    failure,
  })
  if (!request) return refuse({ code: 'stateUnknown' })
  if (request.sessionId !== ctx.sessionId) return refuse({ code: 'otherSession' })
  if (request.usedAt !== null) return refuse({ code: 'stateUsed' })
  if (request.expiresAt <= now) return refuse({ code: 'stateExpired' })
  if (request.workspaceId !== ctx.workspaceId) return refuse({ code: 'otherWorkspace' })
  if (!hasRole(ctx.role, 'admin')) return refuse({ code: 'notAdmin' })

  const stored = await findConnection(ctx.db, ctx.workspaceId, request.connectionId)
  const auth = stored && openAuth(stored, ctx.secrets)
  const consent = auth && accessTokenSourceOf(auth)?.consent
  if (!stored || !auth || !consent) return refuse({ code: 'connectionGone' })
  const connection = { id: stored.id, name: stored.name }
  // The code, the verifier and the client secret go only where the person was sent by this configuration.
  const pending = openVerifier(ctx.secrets, back.state ?? '', request.sealedVerifier)
  if (!pending) return refuse({ code: 'stateExpired' }, connection)
  if (pending.configuration !== configurationOf(stored, ctx.config))
    return refuse({ code: 'connectionChanged' }, connection)
  if (back.issuer !== undefined && !isIssuerOf(back.issuer, addressesOf(auth)))
    return refuse({ code: 'issuerWrong' }, connection)
  const secrets = Object.values(secretsOf(auth))
  if (back.error !== undefined)
    return refuse(
      { code: 'consentRefused', said: sanitizeOAuthError(back.error, back.errorDescription, secretMasker(secrets)) },
      connection,
    )
  if (!back.code) return refuse({ code: 'codeMissing' }, connection)

  const exchange = consent.exchange(auth, {
    code: back.code,
    redirectUri: redirectUri(ctx.config),
    codeVerifier: pending.codeVerifier,
  })
  const answer = await requestAccessToken(ctx, exchange, await workspaceAllowList(ctx), secrets)
  if (!answer.ok) return refuse({ code: 'tokenFailed', error: answer.failure.error }, connection)

  const failure = await inTransaction(ctx, async (ctx) => {
    // The tokens belong to the credentials that were stored before the request.
    const before = await lockConnection(ctx.db, ctx.workspaceId, connection.id)
    if (!before) return refuse({ code: 'connectionGone' })
    const isUnchanged =
      purposeOf(before) === purposeOf(stored) &&
      accessTokenOwner(openAuth(before, ctx.secrets), ctx.secrets) === accessTokenOwner(auth, ctx.secrets)
    if (!isUnchanged) return refuse({ code: 'connectionChanged' }, connection)
    const updatedAt = ctx.clock.now().toISOString()
    await updateConnectionRow(ctx.db, { ...before, state: 'authorized', updatedAt })
    await storeAccessTokens(ctx, { ...before, auth }, answer.tokens, { askedAt: now })
    await recordAudit(ctx, {
      action: 'connectionAuthorized',
      subjectKind: 'connection',
      subjectId: before.id,
      before: { name: before.name, state: before.state },
      after: { name: before.name, state: 'authorized' },
    })
    return null
  })
  if (failure) return failure
  forgetConnection(ctx, connection.id)
  return { connection, shownIn: request.shownIn, failure: null }
}
