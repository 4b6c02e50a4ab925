import { sql } from 'kysely'
import type { CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

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

/** Sums over all slots of the requested time. */
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

/** Sums by slices of time, each a whole number of slots. Slices without a call are left out. */
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
    // The counters have only the journey. This condition makes the result empty for a journey of another workspace.
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
