import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { forgetConnection } from '../calls/perform/load-callout-target.ts'
import { type Ctx, requireRole } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { invalid, notFound } from '../../kernel/errors.ts'
import { type Auth, unmaskAuth } from './auth/registry.ts'
import { checkConnection } from './check-connection.ts'
import type { ConnectionState } from './connection.ts'
import {
  isConnectionNameTaken,
  lockConnection,
  lockConnectionNames,
  type StoredConnection,
  updateConnectionRow,
} from './connection.repository.ts'
import { updateConnectionInput, type UpdateConnectionInput } from './connection.schemas.ts'
import { auditedConnection, type ConnectionAnswer, readConnection } from './read-connection.ts'
import { openAuth, openSecrets, sealAuth } from './seal-auth.ts'
import { stateOfNewAuth } from './state-of-new-auth.ts'
import { deleteTokens } from './access-tokens/connection-token.repository.ts'
import { revokeTokens } from './access-tokens/revoke-tokens.ts'
import { tokenOwner } from './access-tokens/sealed-tokens.ts'

/** Applies at once, also to calls of people who are in a journey already. */
export async function updateConnection(ctx: Ctx, input: UpdateConnectionInput): Promise<ConnectionAnswer> {
  requireRole(ctx, 'admin')
  const { id, ...wished } = updateConnectionInput.parse(input)
  const { answer, before, owner } = await inTransaction(ctx, async (ctx) => {
    await lockConnectionNames(ctx.db, ctx.workspaceId)
    const stored = await lockConnection(ctx.db, ctx.workspaceId, id)
    if (!stored) throw notFound('connection')
    const before = await readConnection(ctx, id)

    // A mask means the stored secret only within one kind: a bearer token is no password.
    const isSameKind = wished.auth?.kind === stored.auth.kind
    const auth = wished.auth
      ? isSameKind
        ? unmaskAuth(wished.auth, openSecrets(stored.sealedSecrets, ctx.secrets))
        : wished.auth
      : openAuth(stored, ctx.secrets)
    const name = wished.name ?? stored.name
    const baseUrl = stored.connector === 'demo' ? '' : (wished.baseUrl ?? stored.baseUrl)

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
      environment: wished.environment ?? stored.environment,
      limits: wished.limits ?? stored.limits,
      updatedAt: ctx.clock.now().toISOString(),
    })
    const after = await readConnection(ctx, id)
    await recordAudit(ctx, {
      action: 'connectionChanged',
      subjectKind: 'connection',
      subjectId: id,
      before: auditedConnection(before),
      // That a secret was changed is told; what it was or is, is not.
      after: { ...auditedConnection(after), ...(hasNewSecret(stored.auth, wished.auth) && { secretsChanged: true }) },
    })
    return { answer: after, before: stored, owner: tokenOwner(auth, ctx.secrets) }
  })
  forgetConnection(ctx, id)
  // Tokens of other credentials are used no more; what lies there of them goes, and at the other side too.
  const held = await deleteTokens(ctx.db, id, { unlessOf: owner })
  if (held) await revokeTokens(ctx, { ...before, auth: openAuth(before, ctx.secrets) }, held)
  return answer
}

/** Another way of authorization, or other credentials: what was found out about the old ones says nothing about them. */
function stateAfter({ secrets }: Ctx, stored: StoredConnection, auth: Auth): ConnectionState {
  const isSame =
    stored.auth.kind === auth.kind && tokenOwner(openAuth(stored, secrets), secrets) === tokenOwner(auth, secrets)
  // What an admin revoked stays so until one authorizes it.
  if (isSame || stored.state === 'revoked') return stored.state
  return stateOfNewAuth({ connector: stored.connector, auth })
}

function hasNewSecret(masked: unknown, wished: unknown): boolean {
  return wished !== undefined && JSON.stringify(masked) !== JSON.stringify(wished)
}
