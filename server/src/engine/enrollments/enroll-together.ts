import { participantKey } from '@tabiji/shared/csv/map-columns.ts'
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

type Gate = { waiting: Waiting[]; isOpen: boolean }

// By database and not for the process, so that two servers in one test process share nothing.
const gates = new WeakMap<object, Map<string, Gate>>()

/**
 * Lets one person in, together with whoever else asks while the transaction before is still being committed: under load one
 * commit serves many requests, and a request that comes alone waits for nobody.
 */
export function enrollTogether(ctx: Ctx, target: EnrollTarget, values: FieldValues): Promise<EnrollResult> {
  const byJourney = gates.get(ctx.db) ?? new Map<string, Gate>()
  gates.set(ctx.db, byJourney)
  // People of one batch are judged by one version's rules.
  const key = `${target.journeyId} ${target.entry?.versionNumber ?? 0}`
  const gate = byJourney.get(key) ?? { waiting: [], isOpen: false }
  byJourney.set(key, gate)
  return new Promise((resolve, reject) => {
    gate.waiting.push({ ctx, target, values, resolve, reject })
    if (gate.isOpen) return
    gate.isOpen = true
    void run(gate).finally(() => byJourney.delete(key))
  })
}

async function run(gate: Gate): Promise<void> {
  while (gate.waiting.length > 0) {
    const batch = takeDistinct(gate)
    const { ctx, target } = batch[0]!
    try {
      const results = await enrollBatch(ctx, target, batch)
      for (const [index, { resolve }] of batch.entries()) resolve(results[index]!)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
  gate.isOpen = false
}

/** The same person asked for twice is not a duplicate within one list: the second request is judged after the first. */
function takeDistinct(gate: Gate): Waiting[] {
  const keys = new Set<string>()
  const batch: Waiting[] = []
  const later: Waiting[] = []
  for (const waiting of gate.waiting) {
    const key = participantKey(waiting.values, waiting.target.uniqueBy)
    if (batch.length === maxEnrollBatch || (key !== null && keys.has(key))) {
      later.push(waiting)
      continue
    }
    if (key !== null) keys.add(key)
    batch.push(waiting)
  }
  gate.waiting = later
  return batch
}
