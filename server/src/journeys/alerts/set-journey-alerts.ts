import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { type JourneyAlerts, usualAlerts } from './alert.schemas.ts'
import { findJourneyAlerts, saveJourneyAlerts } from './journey-alert.repository.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

/** Sets the recipients and causes of a journey's alerts. Applies at once, without a publish. */
export async function setJourneyAlerts(ctx: Ctx, journeyId: string, requested: JourneyAlerts): Promise<JourneyAlerts> {
  const alerts = { ...requested, emails: [...new Set(requested.emails)] }
  return inTransaction(ctx, async (ctx) => {
    const journey = await requireJourney(ctx, journeyId)
    const before = (await findJourneyAlerts(ctx.db, journey.id)) ?? usualAlerts
    await saveJourneyAlerts(ctx.db, journey.id, alerts, ctx.clock.now())
    await recordAudit(ctx, {
      action: 'journeyAlertsChanged',
      subjectKind: 'journey',
      subjectId: journey.id,
      before,
      after: { name: journey.draft.name, ...alerts },
    })
    return alerts
  })
}
