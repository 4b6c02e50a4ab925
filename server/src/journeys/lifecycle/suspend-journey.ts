import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { requireRole, type Ctx } from '../../kernel/context.ts'
import { inTransaction, type Transaction } from '../../kernel/db/transaction.ts'
import { countPeopleInside } from '../../engine/relocation/people-at-steps.repository.ts'
import { notFound } from '../../kernel/errors.ts'
import { lockJourneyExclusive } from '../../engine/versions/journey-lock.repository.ts'
import { findResume, redirectResume } from '../../engine/relocation/journey-resume.repository.ts'
import { insertStateChange } from '../../engine/versions/journey-state-change.repository.ts'
import { findJourneyForUpdate, setJourneyState } from '../../engine/versions/journey.repository.ts'
import type { JourneyState } from '../../engine/versions/journey.table.ts'
import { wrongState } from './wrong-state.ts'

/**
 * Everybody stays where they are: nobody is claimed any more, and signals are still kept. Calls that are out come back and
 * are recorded; no other begins more than a second later.
 */
export async function suspendJourney(
  ctx: Ctx,
  journeyId: string,
  to: 'paused' | 'stopped',
  from: readonly JourneyState[],
): Promise<{ state: JourneyState }> {
  requireRole(ctx, 'admin')
  return inTransaction(ctx, async (ctx) => {
    const trx = ctx.db as Transaction
    const journey = await findJourneyForUpdate(trx, ctx.workspaceId, journeyId)
    if (!journey) throw notFound('journey')
    const resume = await findResume(trx, journey.id)
    // Somebody has just set it going, and people are being prepared for that: as good as going.
    const state = resume?.nextState === 'active' ? 'active' : journey.state
    if (!from.includes(state)) throw wrongState(state, from)
    // Waits for the batches under way, so that nobody moves once the answer is out.
    await lockJourneyExclusive(trx, journey.id)
    const now = ctx.clock.now()
    // What was begun for the overdue is brought to its end, for half of them would be neither here nor there.
    if (resume) await redirectResume(trx, journey.id, to)
    await setJourneyState(trx, journey.id, { state: to, ...(state === 'active' ? { pausedAt: now } : {}), now })
    await insertStateChange(trx, {
      id: ctx.ids.uuid(),
      journeyId: journey.id,
      from: state,
      to,
      at: now,
      actor: ctx.actor,
      people: (await countPeopleInside(trx, [journey.id])).get(journey.id) ?? 0,
      isFinished: true,
    })
    await recordAudit(ctx, {
      action: to === 'paused' ? 'journeyPaused' : 'journeyStopped',
      subjectKind: 'journey',
      subjectId: journey.id,
      before: { state },
      after: { name: journey.draft.name, state: to },
    })
    return { state: to }
  })
}
