import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { invalid, notFound } from '../../kernel/errors.ts'
import { parseAllowEntry } from '../../kernel/outbound/allow-list.ts'
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
    refuseEntries(ctx, before.calloutAllow, requested.calloutAllow ?? [])
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

/** What touches the host belongs to the operator. Entries from before this rule may stay, but have no effect. */
function refuseEntries(ctx: Ctx, before: readonly string[], entries: readonly string[]): void {
  const issues = entries.flatMap((text, index): Issue[] => {
    const entry = before.includes(text) ? null : parseAllowEntry(text)
    const refusal = entry && ctx.allowLimit.refusalOf(entry)
    if (!refusal) return []
    const params = { entry: text, allowed: ctx.config.calloutAllowMax }
    return [{ code: `settings.allow.${refusal}`, severity: 'error', path: ['calloutAllow', index], params }]
  })
  if (issues.length > 0) throw invalid(issues)
}
