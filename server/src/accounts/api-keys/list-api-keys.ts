import type { Ctx } from '../../kernel/context.ts'
import { type ApiKey, listApiKeyRows } from './api-key.repository.ts'

export async function listApiKeys(ctx: Ctx): Promise<ApiKey[]> {
  return listApiKeyRows(ctx.db, ctx.workspaceId)
}
