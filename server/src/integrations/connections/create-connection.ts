import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { invalid } from '../../kernel/errors.ts'
import { checkConnectionQuota } from '../limits/check-connection-quota.ts'
import { checkConnection } from './checks/check-connection.ts'
import { insertConnection, isConnectionNameTaken, lockConnectionNames } from './connection.repository.ts'
import type { CreateConnectionInput } from './connection.schemas.ts'
import { auditedConnection, type ConnectionResponse, readConnection } from './read-connection.ts'
import { sealAuth } from './state/seal-auth.ts'
import { initialAuthState } from './state/initial-auth-state.ts'

export async function createConnection(ctx: Ctx, requested: CreateConnectionInput): Promise<ConnectionResponse> {
  return inTransaction(ctx, async (ctx) => {
    await lockConnectionNames(ctx.db, ctx.workspaceId)
    const issues = [
      ...(await checkConnectionQuota(ctx, requested.connector)),
      ...(await checkConnection(ctx, requested)),
    ]
    if (await isConnectionNameTaken(ctx.db, { workspaceId: ctx.workspaceId, name: requested.name }))
      issues.push({ code: 'connection.nameTaken', severity: 'error', path: ['name'], params: { name: requested.name } })
    if (issues.length > 0) throw invalid(issues)

    const id = ctx.ids.uuid()
    const now = ctx.clock.now().toISOString()
    const connection = { ...requested, id, baseUrl: requested.connector === 'demo' ? '' : requested.baseUrl }
    await insertConnection(ctx.db, {
      ...connection,
      ...sealAuth(connection, ctx.secrets),
      workspaceId: ctx.workspaceId,
      state: initialAuthState(requested),
      createdAt: now,
      updatedAt: now,
    })
    const answer = await readConnection(ctx, id)
    await recordAudit(ctx, {
      action: 'connectionCreated',
      subjectKind: 'connection',
      subjectId: id,
      after: auditedConnection(answer),
    })
    return answer
  })
}
