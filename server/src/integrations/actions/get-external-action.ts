import { type Ctx, requireRole } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { findExternalAction } from './external-action.repository.ts'
import type { ExternalActionResponse, ExternalActionIdInput } from './external-action.schemas.ts'
import { presentExternalAction } from './present-external-action.ts'

export async function getExternalAction(ctx: Ctx, { id }: ExternalActionIdInput): Promise<ExternalActionResponse> {
  requireRole(ctx, 'viewer')
  const action = await findExternalAction(ctx.db, ctx.workspaceId, id)
  if (!action) throw notFound('externalAction')
  return presentExternalAction(ctx, action)
}
