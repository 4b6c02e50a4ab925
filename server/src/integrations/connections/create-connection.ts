import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { type Ctx, requireRole } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { invalid } from '../../kernel/errors.ts'
import { checkConnectionCap } from '../limits/check-connection-cap.ts'
import { checkConnection } from './check-connection.ts'
import { insertConnection, isConnectionNameTaken, lockConnectionNames } from './connection.repository.ts'
import { createConnectionInput, type CreateConnectionInput } from './connection.schemas.ts'
import { auditedConnection, type ConnectionAnswer, readConnection } from './read-connection.ts'
import { sealAuth } from './seal-auth.ts'
import { stateOfNewAuth } from './state-of-new-auth.ts'

export async function createConnection(ctx: Ctx, input: CreateConnectionInput): Promise<ConnectionAnswer> {
  requireRole(ctx, 'admin')
  const wished = createConnectionInput.parse(input)
  return inTransaction(ctx, async (ctx) => {
    await lockConnectionNames(ctx.db, ctx.workspaceId)
    const issues = [...(await checkConnectionCap(ctx, wished.connector)), ...(await checkConnection(ctx, wished))]
    if (await isConnectionNameTaken(ctx.db, { workspaceId: ctx.workspaceId, name: wished.name }))
      issues.push({ code: 'connection.nameTaken', severity: 'error', path: ['name'], params: { name: wished.name } })
    if (issues.length > 0) throw invalid(issues)

    const id = ctx.ids.uuid()
    const now = ctx.clock.now().toISOString()
    await insertConnection(ctx.db, {
      ...wished,
      ...sealAuth(wished.auth, ctx.secrets),
      baseUrl: wished.connector === 'demo' ? '' : wished.baseUrl,
      id,
      workspaceId: ctx.workspaceId,
      state: stateOfNewAuth(wished),
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
