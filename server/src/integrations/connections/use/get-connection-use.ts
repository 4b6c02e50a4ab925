import type { z } from 'zod'
import type { Ctx } from '../../../kernel/context.ts'
import { notFound } from '../../../kernel/errors.ts'
import { listActionsOfConnection } from '../../actions/external-action.repository.ts'
import { countPeopleAtConnection, listJourneysOfConnection } from './connection-use.repository.ts'
import { findConnection } from '../connection.repository.ts'
import type { ConnectionIdInput, connectionUseResponse } from '../connection.schemas.ts'

const mostActions = 1000

/** What would stop if the connection refused all calls: its actions, journeys and number of enrollments. */
export async function getConnectionUse(
  ctx: Ctx,
  { id }: ConnectionIdInput,
): Promise<z.infer<typeof connectionUseResponse>> {
  if (!(await findConnection(ctx.db, ctx.workspaceId, id))) throw notFound('connection')
  const actions = await listActionsOfConnection(ctx.db, id, mostActions)
  const connection = { workspaceId: ctx.workspaceId, actionIds: actions.map((action) => action.id) }
  const [journeys, people] = await Promise.all([
    listJourneysOfConnection(ctx.db, connection),
    countPeopleAtConnection(ctx.db, connection),
  ])
  return { actions, journeys, people }
}
