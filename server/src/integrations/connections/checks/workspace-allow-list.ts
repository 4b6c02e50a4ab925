import type { Ctx } from '../../../kernel/context.ts'
import { type AllowList, compileAllowList } from '../../../kernel/outbound/allow-list.ts'
import { findWorkspaceSettings } from '../../../accounts/settings/find-workspace-settings.ts'

/** The server's list and the workspace's list together. */
export async function workspaceAllowList(ctx: Ctx): Promise<AllowList> {
  const settings = await findWorkspaceSettings(ctx.db, ctx.workspaceId)
  return compileAllowList([...ctx.config.calloutAllow, ...(settings?.calloutAllow ?? [])], ctx.workspaceId)
}
