import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { findJourney } from '../journeys/journey.repository.ts'

/** Numbers of a journey that is not there are not zero. */
export async function requireJourney(ctx: Ctx, id: string): Promise<void> {
  if (!(await findJourney(ctx.db, ctx.workspaceId, id))) throw notFound('journey')
}
