import type { SignalKind } from '@tabiji/shared/conditions/condition.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Ctx } from '../../kernel/context.ts'
import { afterCommit, inTransaction } from '../../kernel/db/transaction.ts'
import { insertSignals, lockEnrollment, makeDue } from './signal.repository.ts'
import { readLiveJourney } from '../versions/journey.repository.ts'
import { loadVersion } from '../versions/load-version.ts'

/**
 * Keeps a fact about an enrollment and, when it stands in a conditional wait, has it looked at again. Kept in every state:
 * what happens during a pause counts on resume, and what happens before the wait is reached counts on arrival.
 */
export async function recordSignal(
  ctx: Ctx,
  signal: { enrollmentId: string; kind: SignalKind; nodeId: string | null; payload?: FieldValues },
): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    // The lock orders us and a worker that is just bringing this person to the wait: one of the two sees the other.
    const enrollment = await lockEnrollment(ctx.db, ctx.workspaceId, signal.enrollmentId)
    if (!enrollment) return
    const now = ctx.clock.now()
    await insertSignals(ctx.db, [{ id: ctx.ids.uuid(), ...enrollment, ...signal, at: now }])
    if (enrollment.status !== 'active') return
    const journey = await readLiveJourney(ctx.db, enrollment.journeyId)
    if (!journey || journey.publishedVersion === null) return
    const { plan } = await loadVersion(
      ctx.db,
      enrollment.journeyId,
      enrollment.pinnedVersion ?? journey.publishedVersion,
    )
    if (plan.steps[enrollment.stepId]?.op !== 'await') return
    await makeDue(ctx.db, signal.enrollmentId, now)
    afterCommit(ctx, () => ctx.stepNotifier.notify(enrollment.journeyId, enrollment.stepId))
  })
}
