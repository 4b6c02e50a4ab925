import type { Logger } from 'pino'
import { PgBoss, fromKysely, type Job, type SendOptions as BossSendOptions } from 'pg-boss'
import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'
import { queueNames, queues, type Queue, type QueueName } from './queue.ts'

const deadLetterOf = (queue: QueueName) => `${queue}-dead`

/** Queues of earlier versions. They are deleted with their jobs, because that work has rows in `job_runs` now. */
const retiredQueues = ['sweep', 'resume', 'import', 'event', 'maintenance']

export function createPgBossQueue(options: {
  connectionString: string
  log: Logger
  /** Whether this process runs handlers and pg-boss's own maintenance, or only sends jobs. */
  works: boolean
}): Queue {
  const { log, works } = options
  const boss = new PgBoss({
    connectionString: options.connectionString,
    application_name: 'tabiji-queue',
    max: works ? 6 : 3,
    useListenNotify: works,
    supervise: works,
    schedule: false,
    // The default checks the queues once a minute; jobs of a dead worker should be found sooner.
    monitorIntervalSeconds: 15,
  })
  boss.on('error', (error) => log.error({ err: error }, 'queue error'))
  boss.on('warning', (warning) => log.warn({ warning }, 'queue warning'))

  const bossDb = (db: Transaction | Database | undefined) => (db ? { db: fromKysely(db) } : {})

  return {
    async start() {
      await boss.start()
      // After the first start every queue already exists with these settings. This check saves three round trips for each queue.
      const known = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]))
      for (const name of retiredQueues) {
        if (!known.has(name)) continue
        for (const { key } of await boss.getSchedules(name)) await boss.unschedule(name, key)
        await boss.deleteQueue(name)
        await boss.deleteQueue(`${name}-dead`)
      }
      for (const name of queueNames) {
        const deadLetter = deadLetterOf(name)
        if (!known.has(deadLetter)) await boss.createQueue(deadLetter, { retentionSeconds: 14 * 24 * 3600 })
        const { data: _data, ...options } = queues[name]
        const settings = { ...options, notify: true, deadLetter }
        const existing = known.get(name)
        if (existing && isAmong(settings, existing)) continue
        await boss.createQueue(name, settings)
        const { policy: _, ...changeable } = settings
        await boss.updateQueue(name, changeable)
      }
    },

    async send(queue, data, { singletonKey, startAfter, db } = {}) {
      const sendOptions: BossSendOptions = { ...bossDb(db) }
      if (singletonKey !== undefined) sendOptions.singletonKey = singletonKey
      if (startAfter !== undefined) sendOptions.startAfter = startAfter
      // A null id means that a job with this key already waits.
      await boss.send(queue, data, sendOptions)
    },

    async sendNow(queue, data, { singletonKey, db }) {
      await boss.upsert(queue, data, { singletonKey, startAfter: 0, ...bossDb(db) })
    },

    async work(queue, { batchSize, loops }, handler) {
      type Data = Parameters<typeof handler>[0]
      await boss.work<Data>(
        queue,
        {
          batchSize,
          localConcurrency: loops,
          burstWhenBatchFull: true,
          pollingIntervalSeconds: 1,
          // NOTIFY announces jobs that can run at once; polling finds jobs whose start time has come.
          notifyPollingIntervalSeconds: 1,
          perJobResults: true,
        },
        async (jobs: Job<Data>[]) =>
          Promise.all(
            jobs.map(async (job) => {
              try {
                await handler(queues[queue].data.parse(job.data))
                return { id: job.id, status: 'completed' as const }
              } catch (error) {
                log.error({ err: error, queue, data: job.data }, 'job failed')
                const message = error instanceof Error ? error.message : String(error)
                return { id: job.id, status: 'failed' as const, output: { message } }
              }
            }),
          ),
      )
    },

    async stop(timeoutMs) {
      await boss.stop({ graceful: true, timeout: timeoutMs, close: true })
    },
  }
}

function isAmong(wanted: Record<string, unknown>, found: object): boolean {
  return Object.entries(wanted).every(([key, value]) => (found as Record<string, unknown>)[key] === value)
}
