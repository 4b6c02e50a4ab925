import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { findExternalAction, type StoredExternalAction } from './external-action.repository.ts'

/** The newest version unless another is asked for. */
export async function requireExternalAction(ctx: Ctx, id: string, version?: number): Promise<StoredExternalAction> {
  const stored = await findExternalAction(ctx.db, ctx.workspaceId, id, version)
  if (!stored) throw notFound('externalAction')
  return stored
}
