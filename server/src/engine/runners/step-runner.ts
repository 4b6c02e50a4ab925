import { isResting, isInTransaction, type OutsideEffect, type StepId } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import { advanceDueEnrollments } from '../enrollments/advance-due-enrollments.ts'
import { performDueEffects } from '../effects/perform-due-effects.ts'
import type { CallLimiters } from '../../integrations/limits/call-limiters.ts'
import { readLiveJourney } from '../versions/journey.repository.ts'
import { createSemaphore, type Semaphore } from '../../kernel/concurrency/semaphore.ts'
import { advanceKey } from '../../kernel/jobs/step-notifier.ts'
import { loadVersion } from '../versions/load-version.ts'

export type StepRunner = {
  /** Works on a step until nobody is due there. Asked again meanwhile, it looks once more before it rests. */
  run(step: RunnableStep): Promise<void>
  /** Takes nobody new and waits for what is under way. */
  stop(): Promise<void>
}

/** Those who finish on an older version have a run of their own. */
export type RunnableStep = { journeyId: string; stepId: StepId; pinnedVersion?: number | null }

type StepRun = { promise: Promise<void>; again: boolean }

/** Advances people step by step: at most one run per step in a process, however many wake-ups arrive. */
export function createStepRunner(
  deps: Deps & { db: Database },
  options: {
    owner: string
    limiters: CallLimiters
    /** Effects under way at once in this process. */
    concurrency: number
  },
): StepRunner {
  const runs = new Map<string, StepRun>()
  const slots = createSemaphore(options.concurrency)
  const ownSlots = new Map<OutsideEffect, Semaphore>()
  const slotsOf = (effect: OutsideEffect) => {
    const { concurrency } = deps.effectOf(effect)
    if (concurrency === undefined) return slots
    if (!ownSlots.has(effect)) ownSlots.set(effect, createSemaphore(concurrency))
    return ownSlots.get(effect)!
  }
  // Claims are database work: more at once than this would only wait for each other.
  const claims = createSemaphore(2)
  let isStopping = false

  const notify = (journeyId: string, steps: ReadonlySet<StepId>) => {
    for (const stepId of steps) run({ journeyId, stepId }).catch(() => {})
  }

  async function drain({ journeyId, stepId, pinnedVersion = null }: RunnableStep): Promise<void> {
    while (!isStopping) {
      const live = await readLiveJourney(deps.db, journeyId)
      if (!live || live.state !== 'active' || live.publishedVersion === null) return
      const { plan } = await loadVersion(deps.db, journeyId, pinnedVersion ?? live.publishedVersion)
      const step = plan.steps[stepId]
      const target = { journeyId, workspaceId: live.workspaceId, stepId, pinnedVersion }

      if (step?.op === 'perform' && isResting(step) && !isInTransaction(step.effect)) {
        const effect = step.effect
        const taken = await performDueEffects(
          deps,
          { ...target, effect },
          {
            owner: options.owner,
            slots: slotsOf(effect),
            limiters: options.limiters,
            shouldContinue: () => !isStopping,
            versionNumber: live.publishedVersion,
            liveVersion: async () => {
              const now = await readLiveJourney(deps.db, journeyId)
              return now?.state === 'active' ? now.publishedVersion : null
            },
            notify: (steps) => notify(journeyId, steps),
          },
        )
        if (taken === 0) return
        continue
      }

      const release = await claims.acquire()
      try {
        const outcome = await advanceDueEnrollments(deps, target)
        notify(journeyId, outcome.stepsToNotify)
        if (!outcome.isFull) return
        // More than one claim: let another worker join in.
        if (pinnedVersion !== null) continue
        await deps.queue.sendNow('advance', { journeyId, stepId }, { singletonKey: advanceKey(journeyId, stepId) })
      } finally {
        release()
      }
    }
  }

  function run(step: RunnableStep): Promise<void> {
    if (isStopping) return Promise.resolve()
    const { journeyId, stepId, pinnedVersion } = step
    const key = `${advanceKey(journeyId, stepId)}:${pinnedVersion ?? ''}`
    const running = runs.get(key)
    if (running) {
      running.again = true
      return running.promise
    }
    const stepRun: StepRun = { promise: Promise.resolve(), again: false }
    stepRun.promise = (async () => {
      try {
        do {
          stepRun.again = false
          await drain(step)
        } while (stepRun.again && !isStopping)
      } catch (error) {
        deps.log.error({ err: error, journeyId, stepId }, 'step not advanced, the sweeper will ask again')
        throw error
      } finally {
        runs.delete(key)
      }
    })()
    runs.set(key, stepRun)
    return stepRun.promise
  }

  return {
    run,
    async stop() {
      isStopping = true
      await Promise.allSettled([...runs.values()].map((stepRun) => stepRun.promise))
    },
  }
}
