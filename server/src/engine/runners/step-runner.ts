import { isResting, type StepId } from '@tabiji/shared/plan/plan.ts'
import { isInTransaction, type OutsideEffect } from '@tabiji/shared/effects/effect.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { ClaimedStep } from '../enrollments/claim-due-enrollments.ts'
import { advanceDueEnrollments } from '../enrollments/advance-due-enrollments.ts'
import { performDueEffects, type PerformStep } from '../effects/perform-due-effects.ts'
import type { CallLimiters } from '../../integrations/limits/call-limiters.ts'
import { readLiveJourney } from '../versions/journey.repository.ts'
import { createFairSlots, type FairSlots } from '../../kernel/concurrency/fair-slots.ts'
import { createSemaphore } from '../../kernel/concurrency/semaphore.ts'
import { advanceKey } from '../../kernel/jobs/step-notifier.ts'
import { loadVersion } from '../versions/load-version.ts'
import { StepRuns } from './step-runs.ts'

export type StepRunner = {
  /**
   * Works on a step until nobody is due there. When it is called again during the work, the run checks the step once more before
   * it ends.
   */
  run(step: RunnableStep): Promise<void>
  /** Claims nobody new and waits for the work under way. */
  stop(): Promise<void>
}

/** People who finish on an older version get a separate run. */
export type RunnableStep = { journeyId: string; stepId: StepId; pinnedVersion?: number | null }

/** Advances people step by step: at most one run per step in a process, however many wake-ups arrive. */
export function createStepRunner(
  deps: Deps & { db: Database },
  options: {
    owner: string
    limiters: CallLimiters
    /** How many effects may be under way at once in this process. */
    concurrency: number
  },
): StepRunner {
  const slots = createFairSlots(options.concurrency)
  const ownSlots = new Map<OutsideEffect, FairSlots>()
  const slotsOf = (effect: OutsideEffect): FairSlots => {
    const { concurrency } = deps.effectOf(effect)
    if (concurrency === undefined) return slots
    if (!ownSlots.has(effect)) ownSlots.set(effect, createFairSlots(concurrency))
    return ownSlots.get(effect)!
  }
  // Claims are database work: more of them at once would only wait for each other.
  const claims = createSemaphore(2)
  const runs = new StepRuns<RunnableStep>(drain, (error, { journeyId, stepId }) =>
    deps.log.error({ err: error, journeyId, stepId }, 'step not advanced, the sweeper will ask again'),
  )

  const notify = (journeyId: string, steps: ReadonlySet<StepId>) => {
    for (const stepId of steps) run({ journeyId, stepId }).catch(() => {})
  }

  async function drain({ journeyId, stepId, pinnedVersion = null }: RunnableStep): Promise<void> {
    while (!runs.isStopping) {
      const live = await readLiveJourney(deps.db, journeyId)
      if (!live || live.state !== 'active' || live.publishedVersion === null) return
      const { plan } = await loadVersion(deps, journeyId, pinnedVersion ?? live.publishedVersion)
      const step = plan.steps[stepId]
      const target = { journeyId, workspaceId: live.workspaceId, stepId, pinnedVersion }
      const isLeft =
        step?.op === 'perform' && isResting(step) && !isInTransaction(step.effect)
          ? await perform({ ...target, effect: step.effect }, live.publishedVersion)
          : await advance(target)
      if (!isLeft) return
    }
  }

  /** True when people may be left. */
  async function perform(step: PerformStep, versionNumber: number): Promise<boolean> {
    const { journeyId, workspaceId, effect } = step
    const taken = await performDueEffects(deps, step, {
      owner: options.owner,
      slots: slotsOf(effect).of(workspaceId),
      limiters: options.limiters,
      shouldContinue: () => !runs.isStopping,
      versionNumber,
      liveVersion: async () => {
        const now = await readLiveJourney(deps.db, journeyId)
        return now?.state === 'active' ? now.publishedVersion : null
      },
      notify: (steps) => notify(journeyId, steps),
    })
    return taken > 0
  }

  /** True when people may be left. After a full claim it also sends a job, except for people who finish on an older version. */
  async function advance(step: ClaimedStep & { workspaceId: string }): Promise<boolean> {
    const { journeyId, stepId, pinnedVersion } = step
    const release = await claims.acquire()
    try {
      const outcome = await advanceDueEnrollments(deps, step)
      notify(journeyId, outcome.stepsToNotify)
      if (!outcome.isFull) return false
      // More people than one claim: the job lets another worker help.
      if (pinnedVersion === null)
        await deps.queue.sendNow('advance', { journeyId, stepId }, { singletonKey: advanceKey(journeyId, stepId) })
      return true
    } finally {
      release()
    }
  }

  function run(step: RunnableStep): Promise<void> {
    return runs.run(`${advanceKey(step.journeyId, step.stepId)}:${step.pinnedVersion ?? ''}`, step)
  }

  return { run, stop: () => runs.stop() }
}
