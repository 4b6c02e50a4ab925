import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { findConnection } from '../connections/connection.repository.ts'
import { systemCtx } from '../../kernel/context.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { GateError } from './gate.table.ts'

/** Leaves in the activity that calls through a connection stopped, or go on, by themselves. */
export async function recordGateChange(
  deps: Deps,
  of: { workspaceId: string; connectionId: string; change: 'opened' | 'closed'; error: GateError | null },
): Promise<void> {
  const ctx = systemCtx(deps, of.workspaceId)
  const connection = await findConnection(ctx.db, of.workspaceId, of.connectionId)
  if (!connection) return
  await recordAudit(ctx, {
    action: of.change === 'opened' ? 'connectionStopped' : 'connectionResumed',
    subjectKind: 'connection',
    subjectId: connection.id,
    after: { name: connection.name, ...(of.error && { outcome: of.error.outcome, status: of.error.status }) },
  })
}
