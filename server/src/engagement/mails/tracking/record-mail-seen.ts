import type { ActivityMetric } from '@tabiji/shared/engine/activity-metric.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { inTransaction, type Transaction } from '../../../kernel/db/transaction.ts'
import { type Fact, recordFactsOf } from '../../../engine/facts/record-facts.ts'
import { addClick, saveMailSeen, type TrackedMail } from './mail-tracking.repository.ts'
import type { TrackedLink } from './track-mail.ts'
import { countActivity } from '../../../engine/counters/count-at-nodes.ts'

/**
 * Records that a mail was opened or one of its links was clicked. Only the first opening of the mail and the first
 * click of each link become signals; later ones are only counted.
 *
 * Rows are locked in the order of `recordFacts`: mail, enrollment, counters.
 */
export async function recordMailSeen(ctx: Ctx, mail: TrackedMail, clicked: TrackedLink | null): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const trx = ctx.db as Transaction
    const now = ctx.clock.now()
    const isFirstOfLink = clicked !== null && (await addClick(trx, clicked.id, now))
    if (clicked && !isFirstOfLink) return
    const { isFirstOpen, isFirstClick } = await saveMailSeen(trx, mail.id, { by: clicked ? 'click' : 'pixel', now })
    const { enrollmentId, nodeId, journeyId, versionNumber } = mail
    if (journeyId === null) return
    if (enrollmentId !== null) {
      const facts: Fact[] = []
      if (isFirstOpen) facts.push({ enrollmentId, signal: { kind: 'mailOpened', nodeId } })
      if (clicked) {
        const { link, url, label } = clicked
        facts.push({ enrollmentId, signal: { kind: 'mailClicked', nodeId, payload: { link, url, label } } })
      }
      await recordFactsOf(ctx, journeyId, facts)
    }
    if (nodeId === null) return
    const counted: ActivityMetric[] = [
      ...(isFirstOpen ? (['mailOpened'] as const) : []),
      ...(isFirstClick ? (['mailClicked'] as const) : []),
    ]
    await countActivity(
      trx,
      journeyId,
      counted.map((metric) => ({ nodeId, versionNumber: versionNumber ?? 0, metric, value: 1 })),
    )
  })
}
