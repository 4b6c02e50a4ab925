import { participantKey } from '@tabiji/shared/csv/column-mapping.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Ctx } from '../../kernel/context.ts'
import { enrollBatch, maxEnrollBatch, type EnrollResult } from './enroll-batch.ts'
import type { EnrollTarget } from './enroll-target.ts'

type Waiting = {
  ctx: Ctx
  target: EnrollTarget
  values: FieldValues
  resolve: (result: EnrollResult) => void
  reject: (error: unknown) => void
}

type EnrollQueue = { waiting: Waiting[]; isRunning: boolean }

// Keyed by database and not global, so that two servers in one test process share no queue.
const queues = new WeakMap<object, Map<string, EnrollQueue>>()

/**
 * Enrolls one person together with all other requests that arrive while the previous transaction commits. Under load one commit
 * serves many requests; a single request waits for no other.
 */
export function enrollTogether(ctx: Ctx, target: EnrollTarget, values: FieldValues): Promise<EnrollResult> {
  const byJourney = queues.get(ctx.db) ?? new Map<string, EnrollQueue>()
  queues.set(ctx.db, byJourney)
  // All people of one batch are checked by the rules of the same version.
  const key = `${target.journeyId} ${target.entry?.versionNumber ?? 0}`
  const queue = byJourney.get(key) ?? { waiting: [], isRunning: false }
  byJourney.set(key, queue)
  return new Promise((resolve, reject) => {
    queue.waiting.push({ ctx, target, values, resolve, reject })
    if (queue.isRunning) return
    queue.isRunning = true
    void run(queue).finally(() => byJourney.delete(key))
  })
}

async function run(queue: EnrollQueue): Promise<void> {
  while (queue.waiting.length > 0) {
    const batch = takeDistinct(queue)
    const { ctx, target } = batch[0]!
    try {
      const results = await enrollBatch(ctx, target, batch)
      for (const [index, { resolve }] of batch.entries()) resolve(results[index]!)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
  queue.isRunning = false
}

/**
 * Takes each person once per batch. A second request for the same person is no duplicate within one list: it is decided after the
 * first.
 */
function takeDistinct(queue: EnrollQueue): Waiting[] {
  const keys = new Set<string>()
  const batch: Waiting[] = []
  const later: Waiting[] = []
  for (const waiting of queue.waiting) {
    const key = participantKey(waiting.values, waiting.target.uniqueBy)
    if (batch.length === maxEnrollBatch || (key !== null && keys.has(key))) {
      later.push(waiting)
      continue
    }
    if (key !== null) keys.add(key)
    batch.push(waiting)
  }
  queue.waiting = later
  return batch
}
