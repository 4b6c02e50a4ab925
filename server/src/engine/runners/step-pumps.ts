import { isResting, isInTransaction, type OutsideEffect, type StepId } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import { advanceDueEnrollments } from '../enrollments/advance-due-enrollments.ts'
import { performDueEffects } from '../effects/perform-due-effects.ts'
import type { CallGates } from '../../integrations/limits/call-gates.ts'
import { loadVersion } from '../versions/journey-version.repository.ts'
import { readLiveJourney } from '../versions/journey.repository.ts'
import { createSemaphore, type Semaphore } from '../../kernel/concurrency/semaphore.ts'
import { advanceKey } from '../../kernel/jobs/wakeups.ts'

export type StepPumps = {
  /** Works on a step until nobody is due there. Asked again meanwhile, it looks once more before it rests. */
  run(step: PumpedStep): Promise<void>
  /** Takes nobody new and waits for what is under way. */
  stop(): Promise<void>
}

/** Those who finish on an older version have a pump of their own. */
export type PumpedStep = { journeyId: string; stepId: StepId; pinnedVersion?: number | null }

type Pump = { promise: Promise<void>; again: boolean }

/** Advances people step by step: at most one pump per step in a process, however many wake-ups arrive. */
export function createStepPumps(
  deps: Deps & { db: Database },
  options: {
    owner: string
    gates: CallGates
    /** Effects under way at once in this process. */
    concurrency: number
  },
): StepPumps {
  const pumps = new Map<string, Pump>()
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

  const wake = (journeyId: string, steps: ReadonlySet<StepId>) => {
    for (const stepId of steps) run({ journeyId, stepId }).catch(() => {})
  }

  async function drain({ journeyId, stepId, pinnedVersion = null }: PumpedStep): Promise<void> {
    while (!isStopping) {
      const live = await readLiveJourney(deps.db, journeyId)
      if (!live || live.state !== 'active' || live.publishedVersion === null) return
      const { plan } = await loadVersion(deps.db, journeyId, pinnedVersion ?? live.publishedVersion)
      const step = plan.steps[stepId]
      const at = { journeyId, workspaceId: live.workspaceId, stepId, pinnedVersion }

      if (step?.op === 'perform' && isResting(step) && !isInTransaction(step.effect)) {
        const effect = step.effect
        const taken = await performDueEffects(
          deps,
          { ...at, effect },
          {
            owner: options.owner,
            slots: slotsOf(effect),
            gates: options.gates,
            goesOn: () => !isStopping,
            versionNumber: live.publishedVersion,
            liveVersion: async () => {
              const now = await readLiveJourney(deps.db, journeyId)
              return now?.state === 'active' ? now.publishedVersion : null
            },
            wake: (steps) => wake(journeyId, steps),
          },
        )
        if (taken === 0) return
        continue
      }

      const release = await claims.acquire()
      try {
        const outcome = await advanceDueEnrollments(deps, at)
        wake(journeyId, outcome.wake)
        if (!outcome.isFull) return
        // More than one claim: let another worker join in.
        if (pinnedVersion !== null) continue
        await deps.queue.wake('advance', { journeyId, stepId }, { singletonKey: advanceKey(journeyId, stepId) })
      } finally {
        release()
      }
    }
  }

  function run(step: PumpedStep): Promise<void> {
    if (isStopping) return Promise.resolve()
    const { journeyId, stepId, pinnedVersion } = step
    const key = `${advanceKey(journeyId, stepId)}:${pinnedVersion ?? ''}`
    const running = pumps.get(key)
    if (running) {
      running.again = true
      return running.promise
    }
    const pump: Pump = { promise: Promise.resolve(), again: false }
    pump.promise = (async () => {
      try {
        do {
          pump.again = false
          await drain(step)
        } while (pump.again && !isStopping)
      } catch (error) {
        deps.log.error({ err: error, journeyId, stepId }, 'step not advanced, the sweeper will ask again')
        throw error
      } finally {
        pumps.delete(key)
      }
    })()
    pumps.set(key, pump)
    return pump.promise
  }

  return {
    run,
    async stop() {
      isStopping = true
      await Promise.allSettled([...pumps.values()].map((pump) => pump.promise))
    },
  }
}
