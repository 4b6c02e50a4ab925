import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { notFound } from '../../kernel/errors.ts'
import { updateWorkspaceName } from '../workspaces/workspace.repository.ts'
import type { UpdateWorkspaceSettingsInput } from './settings.schemas.ts'
import { lockWorkspaceSettings, updateWorkspaceSettingsRow } from './workspace-settings.repository.ts'
import type { WorkspaceSettings } from './workspace-settings.types.ts'

export async function updateWorkspaceSettings(
  ctx: Ctx,
  requested: UpdateWorkspaceSettingsInput,
): Promise<WorkspaceSettings> {
  return inTransaction(ctx, async (ctx) => {
    const before = await lockWorkspaceSettings(ctx.db, ctx.workspaceId)
    if (!before) throw notFound('workspace')
    const after: WorkspaceSettings = {
      name: requested.name ?? before.name,
      timeZone: requested.timeZone ?? before.timeZone,
      calloutAllow: requested.calloutAllow ?? before.calloutAllow,
      mailFrom: requested.mailFrom === undefined ? before.mailFrom : requested.mailFrom,
      language: requested.language ?? before.language,
      retentionDays: requested.retentionDays === undefined ? before.retentionDays : requested.retentionDays,
    }
    if (JSON.stringify(after) === JSON.stringify(before)) return before
    await updateWorkspaceName(ctx.db, ctx.workspaceId, after.name)
    await updateWorkspaceSettingsRow(ctx.db, ctx.workspaceId, after, ctx.clock.now())
    await recordAudit(ctx, {
      action: 'workspaceSettingsChanged',
      subjectKind: 'workspace',
      subjectId: ctx.workspaceId,
      before,
      after,
    })
    return after
  })
}
