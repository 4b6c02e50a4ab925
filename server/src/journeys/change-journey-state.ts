import { recordAudit } from '../audit/record-audit.ts'
import { requireRole, type Ctx } from '../context.ts'
import { afterCommit, inTransaction, type Transaction } from '../db/transaction.ts'
import { notFound, ServiceError } from '../errors.ts'
import { lockJourney } from './journey-lock.repository.ts'
import { loadVersion } from './journey-version.repository.ts'
import { findJourneyForUpdate, setJourneyState } from './journey.repository.ts'
import type { JourneyState } from './journey.table.ts'

const changes = {
  pause: { from: ['active'], to: 'paused', action: 'journeyPaused' },
  resume: { from: ['paused'], to: 'active', action: 'journeyResumed' },
  stop: { from: ['active', 'paused'], to: 'stopped', action: 'journeyStopped' },
  restart: { from: ['stopped'], to: 'active', action: 'journeyRestarted' },
} as const satisfies Record<string, { from: JourneyState[]; to: JourneyState; action: string }>

export type JourneyStateChange = keyof typeof changes

/**
 * Pausing and stopping leave everybody where they are: nobody is claimed any more, and signals are still kept. Going on
 * finds them there, with what is overdue due at once.
 */
export async function changeJourneyState(
  ctx: Ctx,
  journeyId: string,
  change: JourneyStateChange,
): Promise<{ state: JourneyState }> {
  requireRole(ctx, 'admin')
  return inTransaction(ctx, async (ctx) => {
    const journey = await findJourneyForUpdate(ctx.db, ctx.workspaceId, journeyId)
    if (!journey) throw notFound('journey')
    const { from, to, action } = changes[change]
    if (!(from as readonly JourneyState[]).includes(journey.state)) {
      throw new ServiceError('conflict', {
        text: 'journeyState',
        params: { state: journey.state, needed: from.join(', ') },
      })
    }
    // Waits for the batches under way, so that nobody moves once the answer is out.
    await lockJourney(ctx.db as Transaction, journey.id)
    await setJourneyState(ctx.db, journey.id, { state: to, now: ctx.clock.now() })
    await recordAudit(ctx, {
      action,
      subjectKind: 'journey',
      subjectId: journey.id,
      before: { state: journey.state },
      after: { name: journey.draft.name, state: to },
    })
    if (to === 'active' && journey.publishedVersion !== null) {
      const { plan } = await loadVersion(ctx.db, journey.id, journey.publishedVersion)
      // What was published meanwhile applies now.
      await ctx.queue.send('sweep', { journeyId: journey.id }, { singletonKey: journey.id, db: ctx.db })
      afterCommit(ctx, () => {
        for (const { stepId } of plan.jobs) ctx.wakeups.wake(journey.id, stepId)
      })
    }
    return { state: to }
  })
}
