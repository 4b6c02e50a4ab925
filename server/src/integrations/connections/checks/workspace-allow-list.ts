import type { Ctx } from '../../../kernel/context.ts'
import { limitAllowList } from '../../../kernel/outbound/allow-limit.ts'
import { type AllowList, compileAllowList, joinAllowLists } from '../../../kernel/outbound/allow-list.ts'
import { findWorkspaceSettings } from '../../../accounts/settings/find-workspace-settings.ts'

/** The server's list and the workspace's list together. */
export async function workspaceAllowList(ctx: Ctx): Promise<AllowList> {
  const settings = await findWorkspaceSettings(ctx.db, ctx.workspaceId)
  const own = compileAllowList(settings?.calloutAllow ?? [], ctx.workspaceId)
  return joinAllowLists(compileAllowList(ctx.config.calloutAllow), limitAllowList(own, ctx.allowLimit))
}
