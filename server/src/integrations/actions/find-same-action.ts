import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import { sameData } from '@tabiji/shared/kernel/same-data.ts'
import type { Ctx } from '../../kernel/context.ts'
import { listExternalActionRows } from './external-action.repository.ts'

const mostLookedAt = 50

/** The id of an action of the workspace that is defined word for word like this one. */
export async function findSameAction(ctx: Ctx, definition: ExternalAction): Promise<string | undefined> {
  const named = await listExternalActionRows(ctx.db, {
    workspaceId: ctx.workspaceId,
    connectionId: definition.connectionId,
    q: definition.name,
    limit: mostLookedAt,
  })
  return named.find((stored) => sameData(stored.definition, definition))?.id
}
