import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { findJourneyById, findJourneyForUpdate } from './journey.repository.ts'
import type { Journey } from './journey.types.ts'

export async function requireJourney(ctx: Pick<Ctx, 'db' | 'workspaceId'>, id: string): Promise<Journey> {
  const journey = await findJourney(ctx, id)
  if (!journey) throw notFound('journey')
  return journey
}

/** With the journey's row locked until the transaction ends. */
export async function requireJourneyForUpdate(ctx: Pick<Ctx, 'db' | 'workspaceId'>, id: string): Promise<Journey> {
  const journey = await findJourneyForUpdate(ctx.db, ctx.workspaceId, id)
  if (!journey) throw notFound('journey')
  return journey
}

/** For callers that continue without the journey. */
export function findJourney(ctx: Pick<Ctx, 'db' | 'workspaceId'>, id: string): Promise<Journey | undefined> {
  return findJourneyById(ctx.db, ctx.workspaceId, id)
}
