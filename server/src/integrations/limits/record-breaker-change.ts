import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { findConnection } from '../connections/connection.repository.ts'
import { systemCtx } from '../../kernel/context.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { BreakerError } from './call-limiter.table.ts'

/** Records in the activity log that calls through a connection stopped or continued automatically. */
export async function recordBreakerChange(
  deps: Deps,
  change: { workspaceId: string; connectionId: string; change: 'opened' | 'closed'; error: BreakerError | null },
): Promise<void> {
  const ctx = systemCtx(deps, change.workspaceId)
  const connection = await findConnection(ctx.db, change.workspaceId, change.connectionId)
  if (!connection) return
  await recordAudit(ctx, {
    action: change.change === 'opened' ? 'connectionStopped' : 'connectionResumed',
    subjectKind: 'connection',
    subjectId: connection.id,
    after: {
      name: connection.name,
      ...(change.error && { outcome: change.error.outcome, status: change.error.status }),
    },
  })
}
