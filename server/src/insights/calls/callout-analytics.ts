import { percentileMs } from '@tabiji/shared/http-call/reply/latency-bucket.ts'
import { calloutOutcomes, type CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { slotMs } from '../../integrations/calls/attempts/callout-slot.ts'
import {
  type CalloutCounterQuery,
  type CalloutCount,
  sumCalloutCounters,
  sumCalloutCountersOverTime,
} from './callout-counter.repository.ts'

export type CalloutNumbers = {
  /** Visits with a call. */
  total: number
  /** HTTP exchanges. */
  attempts: number
  /** Visits by the result of their last attempt. */
  succeeded: number
  failed: number
  /** Of the failed visits, those whose request could not be created or sent. */
  notCalled: number
  /** Attempts after the first one of their visit. */
  retried: number
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
  /** Attempts by status; `none` where no reply came. */
  byStatus: Record<string, number>
  /** Attempts by outcome, including attempts without a request. */
  byOutcome: Partial<Record<CalloutOutcome, number>>
}

const withoutRequest = new Set<CalloutOutcome>(['mappingError', 'blocked'])

/** The numbers of every node of a journey that called or tried to call, by node id. */
export async function readCalloutNumbers(
  db: Database | Transaction,
  query: CalloutCounterQuery,
): Promise<Map<string, CalloutNumbers>> {
  const byNode = grouped(await sumCalloutCounters(db, query), ({ nodeId }) => nodeId)
  return new Map([...byNode].map(([nodeId, counts]) => [nodeId, addUp(counts)]))
}

export const noCallouts: CalloutNumbers = addUp([])

function addUp(counts: readonly CalloutCount[]): CalloutNumbers {
  const numbers: CalloutNumbers = {
    total: 0,
    attempts: 0,
    succeeded: 0,
    failed: 0,
    notCalled: 0,
    retried: 0,
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
    byStatus: {},
    byOutcome: {},
  }
  const latencies = new Map<number, number>()
  for (const { outcome, statusCode, bucket, attempts, first, final } of counts) {
    numbers.byOutcome[outcome] = (numbers.byOutcome[outcome] ?? 0) + attempts
    if (outcome === 'succeeded') numbers.succeeded += final
    else numbers.failed += final
    if (withoutRequest.has(outcome)) {
      numbers.notCalled += final
      continue
    }
    numbers.total += first
    numbers.attempts += attempts
    const status = statusCode === 0 ? 'none' : String(statusCode)
    numbers.byStatus[status] = (numbers.byStatus[status] ?? 0) + attempts
    latencies.set(bucket, (latencies.get(bucket) ?? 0) + attempts)
  }
  numbers.retried = numbers.attempts - numbers.total
  numbers.p50Ms = percentileMs(latencies, 0.5)
  numbers.p95Ms = percentileMs(latencies, 0.95)
  numbers.p99Ms = percentileMs(latencies, 0.99)
  return numbers
}

export type CalloutSeries = {
  sliceMs: number
  /** In order of time. Slices without a call are included, so that a chart has no gaps to fill. */
  points: ({ at: string; p50Ms: number | null; p95Ms: number | null } & Record<CalloutOutcome, number>)[]
}

// Each is a multiple of the slot. With the longest one, a chart of two years has 104 points.
const slices = [slotMs, 15 * 60_000, 60 * 60_000, 6 * 60 * 60_000, 24 * 60 * 60_000, 7 * 24 * 60 * 60_000]
const mostPoints = 110

export async function readCalloutSeries(
  db: Database | Transaction,
  query: CalloutCounterQuery & { from: Date; to: Date },
): Promise<CalloutSeries> {
  const spanMs = Math.max(slotMs, query.to.getTime() - query.from.getTime())
  const sliceMs = slices.find((slice) => spanMs / slice <= mostPoints) ?? slices.at(-1) ?? slotMs
  const counts = await sumCalloutCountersOverTime(db, { ...query, sliceMs })
  const bySlice = grouped(counts, ({ at }) => at.getTime())
  const points: CalloutSeries['points'] = []
  const first = Math.floor(query.from.getTime() / sliceMs) * sliceMs
  for (let at = first; at < query.to.getTime(); at += sliceMs) {
    const point = Object.fromEntries(calloutOutcomes.map((outcome) => [outcome, 0])) as Record<CalloutOutcome, number>
    const latencies = new Map<number, number>()
    for (const { outcome, bucket, attempts } of bySlice.get(at) ?? []) {
      point[outcome] += attempts
      if (!withoutRequest.has(outcome)) latencies.set(bucket, (latencies.get(bucket) ?? 0) + attempts)
    }
    points.push({
      at: new Date(at).toISOString(),
      ...point,
      p50Ms: percentileMs(latencies, 0.5),
      p95Ms: percentileMs(latencies, 0.95),
    })
  }
  return { sliceMs, points }
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
