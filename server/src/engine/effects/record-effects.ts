import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { OutsideEffect } from '@tabiji/shared/effects/effect.ts'
import type { Database } from '../../kernel/db/database.ts'
import { pipelinedTransaction, pipelined } from '../../kernel/db/pipelined-transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { Performed } from '../effect.ts'
import { loadSignals, lockLeasedEnrollments, type ClaimedStep } from '../enrollments/claim-due-enrollments.ts'
import type { ClaimedEnrollment } from '../enrollments/claimed-enrollment.ts'
import { deleteSnapshots, insertSnapshots } from './effect-input.repository.ts'
import { advanceWithVersion, lockJourneyRuntime, stepsToNotify } from '../versions/journey-runtime.ts'
import { releaseLeases } from './lease.repository.ts'
import { writeAdvanced, type AdvancedPerson } from '../enrollments/write-advanced.ts'

export type EffectResult = { person: ClaimedEnrollment; performed: Performed }

/**
 * Writes one micro-batch of finished effects in one transaction: records, moved people, counters and follow-up. A person whose
 * lease was lost meanwhile is not moved, because the new holder moves them; the record of what was sent is written all the same.
 */
export async function recordEffects(
  deps: Deps & { db: Database },
  step: ClaimedStep & { workspaceId: string; effect: OutsideEffect; owner: string },
  results: readonly EffectResult[],
): Promise<ReadonlySet<StepId>> {
  return pipelinedTransaction(deps.pipelinedPool, async (trx) => {
    const effect = deps.effectOf(step.effect)
    const rows = results.flatMap(({ performed }) => (performed.row === null ? [] : [performed.row]))
    const locking = effect.lock?.(trx, rows) ?? null
    if (locking) await locking
    const leased = results.map(({ person }) => ({ id: person.state.id, attempt: person.attempt }))
    const [newRows, runtime, locked] = await pipelined(trx, [
      () => effect.record(trx, rows),
      () => lockJourneyRuntime({ ...deps, db: trx }, step),
      () => lockLeasedEnrollments(trx, step.owner, leased),
    ])
    if (!runtime) return new Set<StepId>()
    const byId = new Map(results.map((result) => [result.person.state.id, result]))
    const told = locked.flatMap(({ state }) => {
      const { row } = byId.get(state.id)!.performed
      return row === null ? [] : [{ row, nodeEnteredAt: new Date(state.nodeEnteredAt) }]
    })
    const afterMove = effect.afterMove?.(trx, { ...runtime, ids: deps.ids, now: deps.clock.now() }, told) ?? null
    if (afterMove) await afterMove
    if (runtime.plan.listensFor.length > 0 && locked.length > 0) await loadSignals(trx, locked)

    const now = deps.clock.now()
    const people: AdvancedPerson[] = []
    const deferred: { id: string; until: Date }[] = []
    const snapshots: { enrollmentId: string; stepId: StepId; visit: number; snapshot: unknown }[] = []
    const settled: ClaimedEnrollment[] = []
    const advancing = new Set(locked.map((person) => byId.get(person.state.id)!.performed.row))
    for (const person of locked) {
      const { event, attemptSnapshot } = byId.get(person.state.id)!.performed
      if (event.type === 'deferred') {
        deferred.push({ id: person.state.id, until: event.until })
        continue
      }
      const isRetry = event.type === 'effectFailed' && event.retryAt != null
      people.push({ claimed: person, isRetry, ...(await advanceWithVersion(trx, runtime, person, event, now)) })
      const { id: enrollmentId, stepId, visit } = person.state
      if (isRetry && attemptSnapshot !== undefined)
        snapshots.push({ enrollmentId, stepId, visit, snapshot: attemptSnapshot })
      else if (!isRetry && person.attempt > 1) settled.push(person)
    }
    const done = settled.map(({ state }) => ({ enrollmentId: state.id, stepId: state.stepId, visit: state.visit }))
    await pipelined(trx, [
      () => insertSnapshots(trx, step.effect, snapshots, now),
      () => deleteSnapshots(trx, done),
      () => releaseLeases(trx, deferred),
      () => writeAdvanced(trx, { ...runtime, deps, now }, people),
      async () => effect.count?.(trx, newRows, advancing),
    ])
    return stepsToNotify(runtime.plan, people, now)
  })
}
