import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { Logger } from 'pino'
import type { Queue } from './queue.ts'

/** How long wake-ups of the same step are collected before one job is sent for all of them. */
const gatherMs = 5

export type StepNotifier = {
  /**
   * People may be due at this step, so a worker should look soon. A lost call costs a second, until the sweeper finds the step.
   */
  notify(journeyId: string, stepId: StepId): void
  /** Called by a process that is itself a worker. It then polls the step at once instead of sending itself a job. */
  handleHere(pollStep: (journeyId: string, stepId: StepId) => void): void
}

export function advanceKey(journeyId: string, stepId: StepId): string {
  return `${journeyId}:${stepId}`
}

export function createStepNotifier(queue: Queue, log: Logger): StepNotifier {
  let here: ((journeyId: string, stepId: StepId) => void) | null = null
  const gathered = new Map<string, { journeyId: string; stepId: StepId }>()

  const flush = () => {
    const steps = [...gathered]
    gathered.clear()
    for (const [singletonKey, step] of steps) {
      queue
        .sendNow('advance', step, { singletonKey })
        .catch((error: unknown) => log.warn({ err: error, step }, 'notification not sent'))
    }
  }

  return {
    notify(journeyId, stepId) {
      if (here) return here(journeyId, stepId)
      if (gathered.size === 0) setTimeout(flush, gatherMs)
      gathered.set(advanceKey(journeyId, stepId), { journeyId, stepId })
    },
    handleHere(pollStep) {
      here = pollStep
    },
  }
}
