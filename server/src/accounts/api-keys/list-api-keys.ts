import { type Ctx, requireRole } from '../../kernel/context.ts'
import { type ApiKey, listApiKeyRows } from './api-key.repository.ts'

export async function listApiKeys(ctx: Ctx): Promise<ApiKey[]> {
  requireRole(ctx, 'admin')
  return listApiKeyRows(ctx.db, ctx.workspaceId)
}
