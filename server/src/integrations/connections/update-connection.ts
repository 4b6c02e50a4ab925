import type { Auth } from '@tabiji/shared/auth/auth.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { forgetConnection } from '../calls/perform/load-callout-target.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { invalid, notFound } from '../../kernel/errors.ts'
import { secretsOf, unmaskAuth } from './auth/registry.ts'
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
import { sealAuth, tryOpenAuth } from './state/seal-auth.ts'
import {
  changedSecretUse,
  type SecretUse,
  type SecretUseField,
  type SecretUseSubject,
  secretUse,
  secretUseFields,
} from '@tabiji/shared/auth/secret-use.ts'
import { initialAuthState } from './state/initial-auth-state.ts'
import { deleteAccessTokens } from './access-tokens/access-token.repository.ts'
import { revokeAccessTokens } from './access-tokens/revoke-access-tokens.ts'
import { accessTokenOwner, accessTokenOwners } from './access-tokens/sealed-access-tokens.ts'

/** Applies at once, also to calls of running enrollments. */
export async function updateConnection(ctx: Ctx, input: UpdateConnectionInput): Promise<ConnectionResponse> {
  const { id, ...requested } = input
  const { answer, before, keptOwners } = await inTransaction(ctx, async (ctx) => {
    await lockConnectionNames(ctx.db, ctx.workspaceId)
    const stored = await lockConnection(ctx.db, ctx.workspaceId, id)
    if (!stored) throw notFound('connection')
    const before = await readConnection(ctx, id)

    const name = requested.name ?? stored.name
    const baseUrl = stored.connector === 'demo' ? '' : (requested.baseUrl ?? stored.baseUrl)
    const next = { ...stored, name, baseUrl, auth: requested.auth ?? stored.auth }
    const { auth, changedUse } = withKeptSecrets(ctx, stored, next)

    const found = await checkConnection(ctx, { connector: stored.connector, baseUrl, auth })
    const issues = changedUse.length === 0 ? found : found.map((issue) => explainAskedAgain(issue, changedUse))
    if (await isConnectionNameTaken(ctx.db, { workspaceId: ctx.workspaceId, name, exceptId: id }))
      issues.push({ code: 'connection.nameTaken', severity: 'error', path: ['name'], params: { name } })
    if (issues.length > 0) throw invalid(issues)

    await updateConnectionRow(ctx.db, {
      ...next,
      ...sealAuth({ ...next, auth }, ctx.secrets),
      state: stateAfter(ctx, stored, { ...next, auth }),
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
    if (changedUse.length > 0 && stored.sealedSecrets !== null) await recordChangedUse(ctx, before, after, changedUse)
    // Tokens of other credentials, or for another use, are no longer used. They are deleted here and revoked in the
    // other system.
    const keptOwners = changedUse.length > 0 ? [] : accessTokenOwners(auth, ctx.secrets)
    return { answer: after, before: stored, keptOwners }
  })
  forgetConnection(ctx, id)
  const deletedTokens = await deleteAccessTokens(ctx.db, id, { unlessOf: keptOwners })
  const authBefore = deletedTokens && tryOpenAuth(before, ctx.secrets)
  if (authBefore) await revokeAccessTokens(ctx, { ...before, auth: authBefore }, deletedTokens)
  return answer
}

/**
 * A mask stands for the stored secret only within the same kind, since a bearer token is not a password, and only for
 * the use that the secret was entered for: otherwise an admin could have it sent to an address of their own.
 */
function withKeptSecrets(
  { secrets }: Ctx,
  stored: StoredConnection,
  next: StoredConnection,
): { auth: Auth; changedUse: SecretUseField[] } {
  const changedUse = changedSecretUse(stored, next)
  if (changedUse.length > 0) return { auth: next.auth, changedUse }
  const opened = tryOpenAuth(stored, secrets)
  return { auth: opened ? unmaskAuth(next.auth, secretsOf(opened)) : next.auth, changedUse }
}

const askedAgain = {
  address: 'connection.secretAskedForAddress',
  header: 'connection.secretAskedForHeader',
  client: 'connection.secretAskedForClient',
  method: 'connection.secretAskedForMethod',
} as const satisfies Record<SecretUseSubject, Issue['code']>

/** The kind alone says enough where it changed: nothing is stored for the new one. */
function explainAskedAgain(issue: Issue, changedUse: readonly SecretUseField[]): Issue {
  const [field] = changedUse
  if (issue.code !== 'connection.secretMissing' || field === undefined || changedUse.includes('auth.kind')) return issue
  return { ...issue, code: askedAgain[secretUseFields[field]], params: { ...issue.params, field } }
}

async function recordChangedUse(
  ctx: Ctx,
  before: ConnectionResponse,
  after: ConnectionResponse,
  changedUse: readonly SecretUseField[],
): Promise<void> {
  const [from, to] = [secretUse(before), secretUse(after)]
  const pick = (use: SecretUse) => Object.fromEntries(changedUse.map((field) => [field, use[field] ?? null]))
  await recordAudit(ctx, {
    action: 'connectionSecretUseChanged',
    subjectKind: 'connection',
    subjectId: after.id,
    before: { name: before.name, usedFor: pick(from) },
    after: { name: after.name, usedFor: pick(to) },
  })
}

/** With another kind, other credentials or another use, the state known for the old ones does not apply. */
function stateAfter({ secrets }: Ctx, stored: StoredConnection, next: StoredConnection): ConnectionState {
  const before = tryOpenAuth(stored, secrets)
  const isSame =
    before &&
    changedSecretUse(stored, next).length === 0 &&
    accessTokenOwner(before, secrets) === accessTokenOwner(next.auth, secrets)
  // A revoked connection stays revoked until an admin authorizes it.
  if (isSame || stored.state === 'revoked') return stored.state
  return initialAuthState(next)
}

function hasNewSecret(masked: unknown, requested: unknown): boolean {
  return requested !== undefined && JSON.stringify(masked) !== JSON.stringify(requested)
}
