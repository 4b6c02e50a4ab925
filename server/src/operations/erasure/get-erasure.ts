import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { type Erasure, findErasure } from './erasure.repository.ts'

export async function getErasure(ctx: Ctx, { id }: { id: string }): Promise<Erasure> {
  const erasure = await findErasure(ctx.db, ctx.workspaceId, id)
  if (!erasure) throw notFound('erasure')
  return erasure
}
