import type { Ctx } from '../context.ts'
import { noteInLedger } from '../operations/audit-declaration.ts'
import { addToAuditEntry } from './audit-log.repository.ts'
import { type AuditRecord, recordAudit } from './record-audit.ts'

const togetherMs = 3_600_000

/**
 * For what somebody does many times in a row, such as every edit of a draft: what the same person or key does to the same thing within an
 * hour is one entry, whose counts grow.
 */
export async function recordRepeatedAudit(
  ctx: Ctx,
  record: Omit<AuditRecord, 'before' | 'after'> & { after: Record<string, number> },
): Promise<void> {
  const since = new Date(ctx.clock.now().getTime() - togetherMs)
  const entry = { ...record, workspaceId: ctx.workspaceId, actor: ctx.actor, since }
  if (!(await addToAuditEntry(ctx.db, entry))) return recordAudit(ctx, record)
  if (ctx.auditLedger) noteInLedger(ctx.auditLedger, record.action)
}
