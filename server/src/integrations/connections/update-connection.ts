import type { Auth } from '@tabiji/shared/auth/auth.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { forgetConnection } from '../calls/perform/load-callout-target.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { invalid, notFound } from '../../kernel/errors.ts'
import { unmaskAuth } from './auth/registry.ts'
import { checkConnection } from './checks/check-connection.ts'
import type { ConnectionState } from './connection.ts'
import {
  isConnectionNameTaken,
  lockConnection,
  lockConnectionNames,
  type StoredConnection,
  updateConnectionRow,
} from './connection.repository.ts'
import type { UpdateConnectionInput } from './connection.schemas.ts'
import { auditedConnection, type ConnectionResponse, readConnection } from './read-connection.ts'
import { openAuth, openSecrets, sealAuth } from './state/seal-auth.ts'
import { initialAuthState } from './state/initial-auth-state.ts'
import { deleteAccessTokens } from './access-tokens/access-token.repository.ts'
import { revokeAccessTokens } from './access-tokens/revoke-access-tokens.ts'
import { accessTokenOwner } from './access-tokens/sealed-access-tokens.ts'

/** Applies at once, also to calls of running enrollments. */
export async function updateConnection(ctx: Ctx, input: UpdateConnectionInput): Promise<ConnectionResponse> {
  const { id, ...requested } = input
  const { answer, before, owner } = await inTransaction(ctx, async (ctx) => {
    await lockConnectionNames(ctx.db, ctx.workspaceId)
    const stored = await lockConnection(ctx.db, ctx.workspaceId, id)
    if (!stored) throw notFound('connection')
    const before = await readConnection(ctx, id)

    // A mask stands for the stored secret only within the same kind: a bearer token is not a password.
    const isSameKind = requested.auth?.kind === stored.auth.kind
    const auth = requested.auth
      ? isSameKind
        ? unmaskAuth(requested.auth, openSecrets(stored.sealedSecrets, ctx.secrets))
        : requested.auth
      : openAuth(stored, ctx.secrets)
    const name = requested.name ?? stored.name
    const baseUrl = stored.connector === 'demo' ? '' : (requested.baseUrl ?? stored.baseUrl)

    const issues = await checkConnection(ctx, { connector: stored.connector, baseUrl, auth })
    if (await isConnectionNameTaken(ctx.db, { workspaceId: ctx.workspaceId, name, exceptId: id }))
      issues.push({ code: 'connection.nameTaken', severity: 'error', path: ['name'], params: { name } })
    if (issues.length > 0) throw invalid(issues)

    await updateConnectionRow(ctx.db, {
      ...stored,
      ...sealAuth(auth, ctx.secrets),
      name,
      baseUrl,
      state: stateAfter(ctx, stored, auth),
      environment: requested.environment ?? stored.environment,
      limits: requested.limits ?? stored.limits,
      updatedAt: ctx.clock.now().toISOString(),
    })
    const after = await readConnection(ctx, id)
    await recordAudit(ctx, {
      action: 'connectionChanged',
      subjectKind: 'connection',
      subjectId: id,
      before: auditedConnection(before),
      // The audit entry says that a secret changed, never its old or new value.
      after: {
        ...auditedConnection(after),
        ...(hasNewSecret(stored.auth, requested.auth) && { secretsChanged: true }),
      },
    })
    return { answer: after, before: stored, owner: accessTokenOwner(auth, ctx.secrets) }
  })
  forgetConnection(ctx, id)
  // Tokens of other credentials are no longer used. They are deleted here and revoked in the other system.
  const deletedTokens = await deleteAccessTokens(ctx.db, id, { unlessOf: owner })
  if (deletedTokens) await revokeAccessTokens(ctx, { ...before, auth: openAuth(before, ctx.secrets) }, deletedTokens)
  return answer
}

/** With another kind or other credentials, the state known for the old ones does not apply. */
function stateAfter({ secrets }: Ctx, stored: StoredConnection, auth: Auth): ConnectionState {
  const isSame =
    stored.auth.kind === auth.kind &&
    accessTokenOwner(openAuth(stored, secrets), secrets) === accessTokenOwner(auth, secrets)
  // A revoked connection stays revoked until an admin authorizes it.
  if (isSame || stored.state === 'revoked') return stored.state
  return initialAuthState({ connector: stored.connector, auth })
}

function hasNewSecret(masked: unknown, requested: unknown): boolean {
  return requested !== undefined && JSON.stringify(masked) !== JSON.stringify(requested)
}
