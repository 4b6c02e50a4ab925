import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { type Ctx, requireRole } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { notFound } from '../../kernel/errors.ts'
import { updateWorkspaceName } from '../workspaces/workspace.repository.ts'
import { updateWorkspaceSettingsInput, type UpdateWorkspaceSettingsInput } from './settings.schemas.ts'
import {
  lockWorkspaceSettings,
  updateWorkspaceSettingsRow,
  type WorkspaceSettings,
} from './workspace-settings.repository.ts'

export async function updateWorkspaceSettings(
  ctx: Ctx,
  input: UpdateWorkspaceSettingsInput,
): Promise<WorkspaceSettings> {
  requireRole(ctx, 'admin')
  const wished = updateWorkspaceSettingsInput.parse(input)
  return inTransaction(ctx, async (ctx) => {
    const before = await lockWorkspaceSettings(ctx.db, ctx.workspaceId)
    if (!before) throw notFound('workspace')
    const after: WorkspaceSettings = {
      name: wished.name ?? before.name,
      timeZone: wished.timeZone ?? before.timeZone,
      calloutAllow: wished.calloutAllow ?? before.calloutAllow,
      mailFrom: wished.mailFrom === undefined ? before.mailFrom : wished.mailFrom,
      language: wished.language ?? before.language,
      retentionDays: wished.retentionDays === undefined ? before.retentionDays : wished.retentionDays,
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
