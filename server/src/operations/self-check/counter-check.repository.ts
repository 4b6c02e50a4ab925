import { sql } from 'kysely'
import type { Standing } from '../../engine/counters/node-counter.types.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { Discrepancy } from './counter-check.table.ts'

/** Counts the enrollments at each node and the parked ones, from the enrollments. */
export async function countPeopleFromRows(trx: Transaction, journeyId: string): Promise<Map<string, Standing>> {
  const { rows } = await sql<{ node_id: string; waiting: number; parked: number }>`
    select node_id, count(*) filter (where status <> 'parked')::integer as waiting,
      count(*) filter (where status = 'parked')::integer as parked
    from enrollments
    where journey_id = ${journeyId}::uuid and node_id <> '' and status not in ('completed', 'dropped')
    group by node_id`.execute(trx)
  return new Map(rows.map((row) => [row.node_id, { waiting: row.waiting, parked: row.parked }]))
}

export async function listPublishedJourneyIds(db: Database): Promise<{ id: string; workspaceId: string }[]> {
  const rows = await db
    .selectFrom('journeys')
    .select(['id', 'workspace_id'])
    .where('published_version', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ id: row.id, workspaceId: row.workspace_id }))
}

export async function saveCounterCheck(
  db: Database | Transaction,
  check: { journeyId: string; workspaceId: string; checkedAt: Date; discrepancies: readonly Discrepancy[] },
): Promise<void> {
  await sql`
    insert into counter_checks (journey_id, workspace_id, checked_at, discrepancies)
    values (${check.journeyId}, ${check.workspaceId}, ${check.checkedAt}, ${JSON.stringify(check.discrepancies)})
    on conflict (journey_id) do update set checked_at = excluded.checked_at, discrepancies = excluded.discrepancies`.execute(
    db,
  )
}

export type CounterCheck = {
  journeyId: string
  journeyName: string
  nodes: Map<string, { kind: string; name: string | null }>
  checkedAt: Date
  discrepancies: Discrepancy[]
}

export async function findCounterChecks(db: Database | Transaction, workspaceId: string): Promise<CounterCheck[]> {
  const rows = await db
    .selectFrom('counter_checks')
    .innerJoin('journeys', 'journeys.id', 'counter_checks.journey_id')
    .select(['journey_id', 'checked_at', 'discrepancies', 'draft'])
    .where('counter_checks.workspace_id', '=', workspaceId)
    .orderBy('journey_id')
    .execute()
  return rows.map((row) => ({
    journeyId: row.journey_id,
    journeyName: row.draft.name,
    nodes: new Map(row.draft.nodes.map((node) => [node.id, { kind: node.kind, name: node.name ?? null }])),
    checkedAt: row.checked_at,
    discrepancies: row.discrepancies,
  }))
}
