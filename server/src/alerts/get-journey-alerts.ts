import { requireRole, type Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { findJourney } from '../journeys/journey.repository.ts'
import { type JourneyAlerts, usualAlerts } from './alert.schemas.ts'
import { findJourneyAlerts } from './journey-alert.repository.ts'

export async function getJourneyAlerts(ctx: Ctx, journeyId: string): Promise<JourneyAlerts> {
  requireRole(ctx, 'viewer')
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  return (await findJourneyAlerts(ctx.db, journey.id)) ?? usualAlerts
}
