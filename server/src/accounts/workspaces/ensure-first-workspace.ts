import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { systemCtx } from '../../kernel/context.ts'
import { lockInstance } from '../../kernel/db/lock-instance.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import { findFirstWorkspace, insertWorkspace } from './workspace.repository.ts'
import type { Workspace } from './workspace.types.ts'

/** The existing workspace, else a new one: for the first owner, and for the command line on an empty database. */
export async function ensureFirstWorkspace(
  deps: Deps,
  input: { name?: string | undefined; timeZone?: string | undefined } = {},
): Promise<Workspace> {
  return inTransaction(deps, async (deps) => {
    await lockInstance(deps.db)
    const existing = await findFirstWorkspace(deps.db)
    if (existing) return existing
    const workspace = await insertWorkspace(deps.db, {
      id: deps.ids.uuid(),
      name: input.name ?? 'Tabiji',
      timeZone: input.timeZone ?? 'UTC',
      at: deps.clock.now(),
    })
    await recordAudit(systemCtx(deps, workspace.id), {
      action: 'workspaceCreated',
      subjectKind: 'workspace',
      subjectId: workspace.id,
      after: { name: workspace.name },
    })
    return workspace
  })
}
