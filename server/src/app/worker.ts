import type { Database } from '../kernel/db/database.ts'
import type { Deps } from '../kernel/deps.ts'
import { createCallLimiters } from '../integrations/limits/call-limiters.ts'
import { ensurePartitions } from '../operations/retention/ensure-partitions.ts'
import { scheduleTimer } from '../engine/runners/schedule-timer.ts'
import { createDueSweeper } from '../engine/runners/due-sweeper.ts'
import type { JobDefinition } from '../kernel/jobs/define-job.ts'
import { createJobRunner } from '../kernel/jobs/job-runner.ts'
import { jobDefinitions } from './jobs.ts'
import { createStepRunner, type RunnableStep } from '../engine/runners/step-runner.ts'
import { heartbeat, endHeartbeat } from '../engine/runners/heartbeat.ts'

/** How long the job of a wake-up stays open for the work it started. The work itself may take longer. */
const answerMs = 2000

export type Worker = { start(): Promise<void>; stop(): Promise<void> }

/** How long a stopping worker waits for its calls, or for a database that is away. The longest call takes less. */
const drainMs = 60_000

/** Calls and mails in flight at once in one process. More worker processes allow more. */
const effectConcurrency = 100

/** The background work of one process: wake-ups of steps, runs of jobs, and the heartbeat that finds due steps without a wake-up. */
export function createWorker(
  deps: Deps & { db: Database },
  options: { concurrency?: number; jobs?: readonly JobDefinition[] } = {},
): Worker {
  const owner = deps.ids.uuid()
  const limiters = createCallLimiters(deps, owner)
  const stepRunner = createStepRunner(deps, { owner, limiters, concurrency: options.concurrency ?? effectConcurrency })
  const pollStep = (step: RunnableStep) => void stepRunner.run(step).catch(() => {})
  const sweeper = createDueSweeper(deps, owner, pollStep)
  const jobRunner = createJobRunner(deps, options.jobs ?? jobDefinitions, { workerId: owner })

  return {
    async start() {
      await ensurePartitions(deps)
      // The heartbeat runs before the first call: the quota of a worker without a heartbeat is given to other workers.
      await heartbeat(deps.db, owner)
      deps.stepNotifier.handleHere((journeyId, stepId) => pollStep({ journeyId, stepId }))
      await deps.queue.work('advance', { batchSize: 20, loops: 2 }, async ({ journeyId, stepId }) => {
        // A slow target must not stop the loop from fetching the wake-ups of other steps.
        await Promise.race([
          stepRunner.run({ journeyId, stepId }),
          new Promise((resolve) => setTimeout(resolve, answerMs)),
        ])
        await scheduleTimer(deps, journeyId, stepId)
      })
      await jobRunner.start()
      await sweeper.start()
    },
    async stop() {
      const jobsStopped = jobRunner.stop()
      // The heartbeat continues until the last call is finished and written. A worker without a heartbeat counts as
      // dead, and its claimed steps as in doubt.
      await Promise.race([stepRunner.stop(), new Promise((resolve) => setTimeout(resolve, drainMs).unref())])
      await jobsStopped
      await limiters.stop()
      await sweeper.stop()
      await endHeartbeat(deps.db, owner).catch((error: unknown) => {
        deps.log.warn({ err: error }, 'not signed off; the others will notice the silence')
      })
    },
  }
}
