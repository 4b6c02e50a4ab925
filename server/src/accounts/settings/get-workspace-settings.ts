import { type Ctx, requireRole } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { findWorkspaceSettings, type WorkspaceSettings } from './workspace-settings.repository.ts'

export async function getWorkspaceSettings(ctx: Ctx): Promise<WorkspaceSettings> {
  requireRole(ctx, 'viewer')
  const settings = await findWorkspaceSettings(ctx.db, ctx.workspaceId)
  if (!settings) throw notFound('workspace')
  return settings
}
