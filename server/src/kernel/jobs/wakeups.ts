import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { Logger } from 'pino'
import type { Queue } from './queue.ts'

/** How long wake-ups of the same step are gathered before one job is sent for all of them. */
const gatherMs = 5

export type Wakeups = {
  /** People may be due at this step: let a worker look, soon. Losing this costs a second, until the sweeper looks. */
  wake(journeyId: string, stepId: StepId): void
  /** Set by a process that is itself a worker: it looks at once instead of sending itself a job. */
  answerHere(look: (journeyId: string, stepId: StepId) => void): void
}

export function advanceKey(journeyId: string, stepId: StepId): string {
  return `${journeyId}:${stepId}`
}

export function createWakeups(queue: Queue, log: Logger): Wakeups {
  let here: ((journeyId: string, stepId: StepId) => void) | null = null
  const gathered = new Map<string, { journeyId: string; stepId: StepId }>()

  const flush = () => {
    const steps = [...gathered]
    gathered.clear()
    for (const [singletonKey, step] of steps) {
      queue
        .wake('advance', step, { singletonKey })
        .catch((error: unknown) => log.warn({ err: error, step }, 'wake-up not sent'))
    }
  }

  return {
    wake(journeyId, stepId) {
      if (here) return here(journeyId, stepId)
      if (gathered.size === 0) setTimeout(flush, gatherMs)
      gathered.set(advanceKey(journeyId, stepId), { journeyId, stepId })
    },
    answerHere(look) {
      here = look
    },
  }
}
