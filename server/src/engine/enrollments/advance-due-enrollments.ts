import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../../kernel/db/database.ts'
import { pipelinedTransaction, pipelined } from '../../kernel/db/pipelined-transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import { claimDueEnrollments, claimSize, loadSignals, type ClaimedStep } from './claim-due-enrollments.ts'
import { advanceWithVersion, lockJourneyRuntime, stepsToNotify } from '../versions/journey-runtime.ts'
import { writeAdvanced, type AdvancedPerson } from './write-advanced.ts'

export type AdvanceOutcome = {
  advanced: number
  /** The claim was full, so more people may be due. */
  isFull: boolean
  stepsToNotify: ReadonlySet<StepId>
}

/**
 * One claim at a step without outside effect: locks due people, advances each to the next rest, writes everything and commits. A
 * crash at any point leaves the claimed rows unchanged.
 */
export async function advanceDueEnrollments(
  deps: Deps & { db: Database },
  step: ClaimedStep & { workspaceId: string },
): Promise<AdvanceOutcome> {
  return pipelinedTransaction(deps.pipelinedPool, async (trx) => {
    const [runtime, claimed] = await pipelined(trx, [
      () => lockJourneyRuntime({ ...deps, db: trx }, step),
      () => claimDueEnrollments(trx, step, deps.clock.now()),
    ])
    if (!runtime?.isRunning || claimed.length === 0)
      return { advanced: 0, isFull: false, stepsToNotify: new Set<StepId>() }
    if (runtime.plan.listensFor.length > 0) await loadSignals(trx, claimed)

    // Read after the locks: a signal that was committed before the locks is never later than this moment.
    const now = deps.clock.now()
    const people: AdvancedPerson[] = []
    for (const person of claimed) {
      people.push({ claimed: person, ...(await advanceWithVersion(trx, runtime, person, { type: 'due' }, now)) })
    }
    await writeAdvanced(trx, { ...runtime, deps, now }, people)
    return {
      advanced: people.length,
      isFull: claimed.length === claimSize,
      stepsToNotify: stepsToNotify(runtime.plan, people, now),
    }
  })
}
