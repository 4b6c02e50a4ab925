import type { Ctx } from '../../kernel/context.ts'
import { type JourneyAlerts, usualAlerts } from './alert.schemas.ts'
import { findJourneyAlerts } from './journey-alert.repository.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

export async function getJourneyAlerts(ctx: Ctx, journeyId: string): Promise<JourneyAlerts> {
  const journey = await requireJourney(ctx, journeyId)
  return (await findJourneyAlerts(ctx.db, journey.id)) ?? usualAlerts
}
