import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import type { WorkspaceSettings } from './workspace-settings.types.ts'
import { findWorkspaceSettings } from './find-workspace-settings.ts'

export async function getWorkspaceSettings(ctx: Ctx): Promise<WorkspaceSettings> {
  const settings = await findWorkspaceSettings(ctx.db, ctx.workspaceId)
  if (!settings) throw notFound('workspace')
  return settings
}
