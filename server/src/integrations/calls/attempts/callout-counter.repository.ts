import { latencyBucket } from '@tabiji/shared/http-call/reply/latency-bucket.ts'
import type { CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import { sql } from 'kysely'
import { counterShard } from '../../../kernel/db/counter-shard.ts'
import type { Database } from '../../../kernel/db/database.ts'
import type { Transaction } from '../../../kernel/db/transaction.ts'

/** What the numbers need of one attempt. Tests are not counted: do not pass them. */
export type CountedAttempt = {
  journeyId: string
  nodeId: string
  versionNumber: number
  startedAt: Date
  outcome: CalloutOutcome
  statusCode: number | null
  durationMs: number
  /** The first of its step execution. */
  isFirst: boolean
  /** None follows by itself. */
  isFinal: boolean
}

export const slotMs = 5 * 60 * 1000

type Sum = Omit<CountedAttempt, 'startedAt' | 'durationMs' | 'isFirst' | 'isFinal'> & {
  slot: Date
  bucket: number
  attempts: number
  first: number
  final: number
}

/** One statement, rows in key order, so that two transactions cannot deadlock on the same counters. */
export async function addCalloutCounters(
  db: Database | Transaction,
  attempts: readonly CountedAttempt[],
): Promise<void> {
  if (attempts.length === 0) return
  const sums = new Map<string, Sum>()
  for (const attempt of attempts) {
    const { journeyId, nodeId, versionNumber, outcome, statusCode, isFirst, isFinal } = attempt
    const slot = Math.floor(attempt.startedAt.getTime() / slotMs) * slotMs
    const bucket = latencyBucket(attempt.durationMs)
    const key = `${journeyId} ${nodeId} ${slot} ${versionNumber} ${outcome} ${statusCode} ${bucket}`
    let sum = sums.get(key)
    if (!sum) {
      sum = {
        journeyId,
        nodeId,
        versionNumber,
        outcome,
        statusCode,
        slot: new Date(slot),
        bucket,
        attempts: 0,
        first: 0,
        final: 0,
      }
      sums.set(key, sum)
    }
    sum.attempts++
    if (isFirst) sum.first++
    if (isFinal) sum.final++
  }
  const ordered = [...sums.keys()].sort().flatMap((key) => sums.get(key) ?? [])
  const column = <K extends keyof Sum>(name: K) => ordered.map((sum) => sum[name])
  await sql`
    insert into callout_counters as counter (
      journey_id, node_id, version_number, slot, outcome, status_code, latency_bucket, shard,
      attempts, first_attempts, final_attempts)
    select journey_id, node_id, version_number, slot, outcome, status_code, latency_bucket, ${counterShard()}::smallint,
      attempts, first_attempts, final_attempts
    from unnest(
      ${column('journeyId')}::uuid[],
      ${column('nodeId')}::text[],
      ${column('versionNumber')}::integer[],
      ${column('slot')}::timestamptz[],
      ${column('outcome')}::text[],
      ${ordered.map(({ statusCode }) => statusCode ?? 0)}::smallint[],
      ${column('bucket')}::smallint[],
      ${column('attempts')}::bigint[],
      ${column('first')}::bigint[],
      ${column('final')}::bigint[]
    ) as added (
      journey_id, node_id, version_number, slot, outcome, status_code, latency_bucket,
      attempts, first_attempts, final_attempts)
    on conflict (journey_id, node_id, slot, version_number, outcome, status_code, latency_bucket, shard) do update set
      attempts = counter.attempts + excluded.attempts,
      first_attempts = counter.first_attempts + excluded.first_attempts,
      final_attempts = counter.final_attempts + excluded.final_attempts`.execute(db)
}

export type CalloutCounterQuery = {
  workspaceId: string
  journeyId: string
  nodeId?: string
  versionNumber?: number
  from?: Date
  to?: Date
}

export type CalloutCount = {
  nodeId: string
  outcome: CalloutOutcome
  /** 0 where no reply came. */
  statusCode: number
  bucket: number
  attempts: number
  first: number
  final: number
}

/** Sums over all slots of the time asked for. */
export async function sumCalloutCounters(
  db: Database | Transaction,
  query: CalloutCounterQuery,
): Promise<CalloutCount[]> {
  return selectCounters(db, query)
    .select(['node_id as nodeId', 'outcome', 'status_code as statusCode', 'latency_bucket as bucket', ...sums])
    .groupBy(['node_id', 'outcome', 'status_code', 'latency_bucket'])
    .execute()
}

export type CalloutSlotCount = { at: Date; outcome: CalloutOutcome; bucket: number; attempts: number }

/** Sums by slices of time, each a whole number of slots; slices without a call are left out. */
export async function sumCalloutCountersOverTime(
  db: Database | Transaction,
  query: CalloutCounterQuery & { sliceMs: number },
): Promise<CalloutSlotCount[]> {
  const seconds = query.sliceMs / 1000
  const at = sql<Date>`to_timestamp(floor(extract(epoch from slot) / ${sql.lit(seconds)}) * ${sql.lit(seconds)})`
  return selectCounters(db, query)
    .select([at.as('at'), 'outcome', 'latency_bucket as bucket', sql<number>`sum(attempts)::bigint`.as('attempts')])
    .groupBy([at, 'outcome', 'latency_bucket'])
    .orderBy(at)
    .execute()
}

const sums = [
  sql<number>`sum(attempts)::bigint`.as('attempts'),
  sql<number>`sum(first_attempts)::bigint`.as('first'),
  sql<number>`sum(final_attempts)::bigint`.as('final'),
] as const

function selectCounters(db: Database | Transaction, query: CalloutCounterQuery) {
  let select = db
    .selectFrom('callout_counters')
    .where('journey_id', '=', query.journeyId)
    // The counters themselves belong to a journey; this makes another workspace's journey an empty one.
    .where(
      sql<boolean>`exists (
        select from journeys where journeys.id = ${query.journeyId} and journeys.workspace_id = ${query.workspaceId})`,
    )
  if (query.nodeId !== undefined) select = select.where('node_id', '=', query.nodeId)
  if (query.versionNumber !== undefined) select = select.where('version_number', '=', query.versionNumber)
  if (query.from) select = select.where('slot', '>=', query.from)
  if (query.to) select = select.where('slot', '<', query.to)
  return select
}
