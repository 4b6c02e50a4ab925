import type { StepId } from '@tabiji/shared/plan/plan.ts'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'

/**
 * Wake-ups need no row in `job_runs`: enrollments store their due time, and the sweeper finds due steps whose wake-up was lost.
 * `short` keeps at most one waiting job per singleton key.
 */
export const queues = {
  /** Enrollments at this step are due, or will be at `startAfter`. */
  advance: {
    data: z.object({ journeyId: z.string(), stepId: z.custom<StepId>((value) => typeof value === 'string') }),
    policy: 'short',
    retryLimit: 2,
    expireInSeconds: 120,
    deleteAfterSeconds: 600,
  },
} as const

export type QueueName = keyof typeof queues
export type QueueData = { [Q in QueueName]: z.infer<(typeof queues)[Q]['data']> }
export const queueNames = Object.keys(queues) as QueueName[]

export type SendOptions = {
  /** At most one job with this key waits at a time. Sending another one has no effect and is no error. */
  singletonKey?: string
  startAfter?: Date
  /** The transaction whose rows the job is about: both commit or neither does. */
  db?: Transaction | Database
}

/** The state is in table rows. A job that is lost or done twice costs time and loses no enrollment. */
export type Queue = {
  send<Q extends QueueName>(queue: Q, data: QueueData[Q], options?: SendOptions): Promise<void>
  /** Like `send`, but a waiting job with the same key becomes ready at once. */
  sendNow<Q extends QueueName>(
    queue: Q,
    data: QueueData[Q],
    options: { singletonKey: string; db?: Transaction | Database },
  ): Promise<void>
  work<Q extends QueueName>(
    queue: Q,
    options: WorkOptions,
    handler: (data: QueueData[Q]) => Promise<void>,
  ): Promise<void>
  start(): Promise<void>
  /** Lets running handlers finish, up to `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>
}

export type WorkOptions = {
  /** How many jobs one loop passes to handlers at the same time. */
  batchSize: number
  /** How many loops run in this process. */
  loops: number
}
