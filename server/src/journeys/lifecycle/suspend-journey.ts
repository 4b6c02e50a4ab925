import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction, type Transaction } from '../../kernel/db/transaction.ts'
import { wrongState } from './wrong-state.ts'
import type { JourneyState } from '../../engine/versions/journey.types.ts'
import { insertStateChange } from './journey-state-change.repository.ts'
import { countPeopleInside } from '../people/people-inside.repository.ts'
import { requireJourneyForUpdate } from '../../engine/versions/require-journey.ts'
import { lockJourney } from '../../engine/versions/lock-journey.ts'
import { setJourneyState } from '../../engine/versions/set-journey-state.ts'
import { findRunningResume, redirectRunningResume } from '../../engine/relocation/start-resume.ts'

/**
 * Enrollments stay at their steps: none is claimed any more, and signals are still stored. Calls in flight return and
 * are recorded. No call starts more than a second later.
 */
export async function suspendJourney(
  ctx: Ctx,
  journeyId: string,
  to: 'paused' | 'stopped',
  from: readonly JourneyState[],
): Promise<{ state: JourneyState }> {
  return inTransaction(ctx, async (ctx) => {
    const trx = ctx.db as Transaction
    const journey = await requireJourneyForUpdate(ctx, journeyId)
    const resume = await findRunningResume(trx, journey.id)
    // A resume is being applied, so the journey counts as active although it is still paused.
    const state = resume?.nextState === 'active' ? 'active' : journey.state
    if (!from.includes(state)) throw wrongState(state, from)
    // Waits for the batches under way, so that no person moves after the response.
    await lockJourney(trx, journey.id)
    const now = ctx.clock.now()
    // The running resume is completed; otherwise only a part of the overdue people would be treated.
    if (resume) await redirectRunningResume(trx, journey.id, to)
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
