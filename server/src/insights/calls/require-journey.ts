import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { findJourney } from '../../engine/versions/journey.repository.ts'

/** Numbers of a journey that is not there are not zero. */
export async function requireJourney(ctx: Ctx, id: string): Promise<void> {
  if (!(await findJourney(ctx.db, ctx.workspaceId, id))) throw notFound('journey')
}
