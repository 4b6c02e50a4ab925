import type { Ctx } from '../context.ts'
import { noteInLedger } from '../operations/audit-declaration.ts'
import type { AuditAction } from './audit-action.ts'
import { insertAuditEntry } from './audit-log.repository.ts'

export type AuditRecord = {
  action: AuditAction
  subjectKind: string
  subjectId: string | null
  /** Never a secret: every admin can read the entry. */
  before?: unknown
  after?: unknown
}

/** Call it inside the transaction of the change, so that neither exists without the other. */
export async function recordAudit(ctx: Ctx, record: AuditRecord): Promise<void> {
  if (ctx.auditLedger) noteInLedger(ctx.auditLedger, record.action)
  await insertAuditEntry(ctx.db, {
    id: ctx.ids.uuid(),
    workspaceId: ctx.workspaceId,
    at: ctx.clock.now(),
    actor: ctx.actor,
    ...record,
  })
}
