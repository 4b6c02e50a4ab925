import { requireRole, type Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { findJourney } from '../../engine/versions/journey.repository.ts'
import { type JourneyAlerts, usualAlerts } from './alert.schemas.ts'
import { findJourneyAlerts } from './journey-alert.repository.ts'

export async function getJourneyAlerts(ctx: Ctx, journeyId: string): Promise<JourneyAlerts> {
  requireRole(ctx, 'viewer')
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  return (await findJourneyAlerts(ctx.db, journey.id)) ?? usualAlerts
}
