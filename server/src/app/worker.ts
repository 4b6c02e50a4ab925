import type { Database } from '../kernel/db/database.ts'
import type { Deps } from '../kernel/deps.ts'
import { cleanUpEvents } from '../inbound/events/clean-up-events.ts'
import { drainEvents } from '../inbound/events/process/drain-events.ts'
import { sendDueAlerts } from '../journeys/alerts/send-due-alerts.ts'
import { createCallLimiters } from '../integrations/limits/call-limiters.ts'
import { cleanUpImports } from '../inbound/imports/run/clean-up-imports.ts'
import { resumeImports } from '../inbound/imports/run/resume-imports.ts'
import { runImport } from '../inbound/imports/run/run-import.ts'
import { applyResume } from '../engine/relocation/apply-resume.ts'
import { sweepJourney } from '../engine/relocation/sweep-journey.ts'
import { applyRetention } from '../operations/retention/apply-retention.ts'
import { checkCounters } from '../operations/self-check/check-counters.ts'
import { ensurePartitions } from '../operations/retention/ensure-partitions.ts'
import type { QueueData, QueueName, WorkOptions } from '../kernel/jobs/queue.ts'
import { scheduleTimer } from '../engine/runners/schedule-timer.ts'
import { oncePerKey } from '../kernel/concurrency/once-per-key.ts'
import { createDueSweeper } from '../engine/runners/due-sweeper.ts'
import { createStepRunner, type RunnableStep } from '../engine/runners/step-runner.ts'
import { heartbeat, endHeartbeat } from '../engine/runners/heartbeat.ts'

/** How long the job of a wake-up stays open for the work it started. The work itself may take longer. */
const answerMs = 2000

type Handlers = { [Q in QueueName]: WorkOptions & { handle: (data: QueueData[Q]) => Promise<void> } }

/**
 * A running import decides thousands of rows a second and reports after each chunk. After this time without a report it
 * counts as abandoned.
 */
const importSilentMs = 10_000

export type Worker = { start(): Promise<void>; stop(): Promise<void> }

/** How long a stopping worker waits for its calls, or for a database that is away. The longest call takes less. */
const drainMs = 60_000

/** Calls and mails in flight at once in one process. More worker processes allow more. */
const effectConcurrency = 100

/** The background work of one process: a handler for each queue, and the heartbeat that finds the work they missed. */
export function createWorker(deps: Deps & { db: Database }, options: { concurrency?: number } = {}): Worker {
  const owner = deps.ids.uuid()
  const limiters = createCallLimiters(deps, owner)
  const stepRunner = createStepRunner(deps, { owner, limiters, concurrency: options.concurrency ?? effectConcurrency })
  const pollStep = (step: RunnableStep) => void stepRunner.run(step).catch(() => {})
  const sweeper = createDueSweeper(deps, owner, pollStep, () => resumeImports(deps, importSilentMs))

  const drained = oncePerKey((endpointId: string) => drainEvents(deps, endpointId))

  const handlers: Handlers = {
    advance: {
      batchSize: 20,
      loops: 2,
      handle: async ({ journeyId, stepId }) => {
        // A slow target must not stop the loop from fetching the wake-ups of other steps.
        await Promise.race([
          stepRunner.run({ journeyId, stepId }),
          new Promise((resolve) => setTimeout(resolve, answerMs)),
        ])
        await scheduleTimer(deps, journeyId, stepId)
      },
    },
    sweep: { batchSize: 1, loops: 1, handle: ({ journeyId }) => sweepJourney(deps, journeyId) },
    resume: { batchSize: 1, loops: 1, handle: ({ journeyId }) => applyResume(deps, journeyId) },
    import: { batchSize: 1, loops: 2, handle: (data) => runImport(deps, data) },
    event: { batchSize: 50, loops: 1, handle: ({ endpointId }) => drained(endpointId) },
    maintenance: { batchSize: 1, loops: 1, handle: (data) => maintain(deps, data) },
  }

  return {
    async start() {
      await ensurePartitions(deps)
      // The heartbeat runs before the first call: the quota of a worker without a heartbeat is given to other workers.
      await heartbeat(deps.db, owner)
      deps.stepNotifier.handleHere((journeyId, stepId) => pollStep({ journeyId, stepId }))
      for (const name of Object.keys(handlers) as QueueName[]) await work(deps, name, handlers)
      await resumeImports(deps, 2000)
      await deps.queue.schedule('maintenance', 'partitions', '17 3 * * *', { task: 'partitions' })
      await deps.queue.schedule('maintenance', 'selfCheck', '47 3 * * *', { task: 'selfCheck' })
      await deps.queue.schedule('maintenance', 'alerts', '* * * * *', { task: 'alerts' })
      await sweeper.start()
    },
    async stop() {
      // The heartbeat continues until the last call is finished and written. A worker without a heartbeat counts as
      // dead, and its claimed steps as in doubt.
      await Promise.race([stepRunner.stop(), new Promise((resolve) => setTimeout(resolve, drainMs).unref())])
      await limiters.stop()
      await sweeper.stop()
      await endHeartbeat(deps.db, owner).catch((error: unknown) => {
        deps.log.warn({ err: error }, 'not signed off; the others will notice the silence')
      })
    },
  }
}

async function maintain(deps: Deps & { db: Database }, { task }: QueueData['maintenance']): Promise<void> {
  if (task === 'selfCheck') return void (await checkCounters(deps))
  if (task === 'alerts') return void (await sendDueAlerts(deps))
  await ensurePartitions(deps)
  await applyRetention(deps)
  await cleanUpImports(deps)
  await cleanUpEvents(deps)
}

function work<Q extends QueueName>(deps: Deps, name: Q, handlers: Handlers): Promise<void> {
  const { handle, ...options } = handlers[name]
  return deps.queue.work(name, options, handle)
}
