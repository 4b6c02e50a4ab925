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

// By database and not for the process, so that two servers in one test process share nothing.
const queues = new WeakMap<object, Map<string, EnrollQueue>>()

/**
 * Lets one person in, together with whoever else asks while the transaction before is still being committed: under load one
 * commit serves many requests, and a request that comes alone waits for nobody.
 */
export function enrollTogether(ctx: Ctx, target: EnrollTarget, values: FieldValues): Promise<EnrollResult> {
  const byJourney = queues.get(ctx.db) ?? new Map<string, EnrollQueue>()
  queues.set(ctx.db, byJourney)
  // People of one batch are judged by one version's rules.
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

/** The same person asked for twice is not a duplicate within one list: the second request is judged after the first. */
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
