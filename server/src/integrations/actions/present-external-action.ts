import type { Ctx } from '../../kernel/context.ts'
import { listActionUses, type StoredExternalAction } from './external-action.repository.ts'
import type { ExternalActionResponse } from './external-action.schemas.ts'

/** Adds to each action the journeys that use it. */
export async function presentExternalActions(
  ctx: Ctx,
  actions: readonly StoredExternalAction[],
): Promise<ExternalActionResponse[]> {
  const uses = await listActionUses(
    ctx.db,
    ctx.workspaceId,
    actions.map(({ id }) => id),
  )
  return actions.map(({ id, version, definition, createdAt, updatedAt }) => ({
    ...definition,
    id,
    version,
    usedBy: uses.get(id) ?? [],
    createdAt,
    updatedAt,
  }))
}

export async function presentExternalAction(ctx: Ctx, action: StoredExternalAction): Promise<ExternalActionResponse> {
  const [answer] = await presentExternalActions(ctx, [action])
  if (!answer) throw new Error('one action in, one answer out')
  return answer
}
