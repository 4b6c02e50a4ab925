import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'

/** What each queue carries. */
export type QueueData = {
  /** Somebody is due, or will be at `startAfter`, at this step. */
  advance: { journeyId: string; stepId: string }
  /** Bring the people of a journey in line with its newest version, and let in those who waited for the first. */
  sweep: { journeyId: string }
  /** Apply what was chosen for overdue people of a paused journey, then let it go. */
  resume: { journeyId: string }
  import: { importId: string }
  /** Something came in at an endpoint. */
  event: { endpointId: string }
  /** `partitions`: months ahead, old ones away, what files and crashes left. `selfCheck`: do the numbers add up? `alerts`: whom to tell. */
  maintenance: { task: 'partitions' | 'selfCheck' | 'alerts' }
}
export type QueueName = keyof QueueData
export const queueNames = [
  'advance',
  'sweep',
  'resume',
  'import',
  'event',
  'maintenance',
] as const satisfies readonly QueueName[]

export type SendOptions = {
  /** At most one job with this key waits at a time; sending another is no error and changes nothing. */
  singletonKey?: string
  startAfter?: Date
  /** The transaction whose rows the job is about: both commit or neither does. */
  db?: Transaction | Database
}

/** The courier. Rows are the truth; a job lost or done twice costs time, never a person. */
export type Queue = {
  send<Q extends QueueName>(queue: Q, data: QueueData[Q], options?: SendOptions): Promise<void>
  /** Like send, but a waiting job with the same key is brought forward to now. */
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
  /** A cron line in UTC; the same name and key replace the earlier one. */
  schedule<Q extends QueueName>(queue: Q, key: string, cron: string, data: QueueData[Q]): Promise<void>
  start(): Promise<void>
  /** Lets running handlers finish, up to `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>
}

export type WorkOptions = {
  /** Jobs handed to handlers at the same time by one loop. */
  batchSize: number
  /** Loops in this process. */
  loops: number
}
