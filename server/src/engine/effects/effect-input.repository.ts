import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

export type StepExecutionKey = { enrollmentId: string; stepId: string; visit: number }

/** The snapshots of earlier attempts, by enrollment id. A person stands at one step execution at a time. */
export async function findSnapshots(
  db: Database | Transaction,
  executions: readonly StepExecutionKey[],
): Promise<Map<string, unknown>> {
  if (executions.length === 0) return new Map()
  const rows = await db
    .selectFrom('effect_inputs')
    .select(['enrollment_id', 'step_id', 'visit', 'snapshot'])
    .where('enrollment_id', '=', sql<string>`any(${executions.map((execution) => execution.enrollmentId)}::uuid[])`)
    .execute()
  const wanted = new Map(executions.map((execution) => [execution.enrollmentId, execution]))
  return new Map(
    rows
      .filter((row) => {
        const execution = wanted.get(row.enrollment_id)
        return execution?.stepId === row.step_id && execution.visit === row.visit
      })
      .map((row) => [row.enrollment_id, row.snapshot]),
  )
}

/** Stores the snapshot. Every retry repeats what the first attempt sent; only the counts stored beside it change. */
export async function insertSnapshots(
  trx: Transaction,
  effect: string,
  inputs: readonly (StepExecutionKey & { snapshot: unknown })[],
  now: Date,
): Promise<void> {
  if (inputs.length === 0) return
  await sql`
    insert into effect_inputs (enrollment_id, step_id, visit, effect, snapshot, created_at)
    select enrollment_id, step_id, visit, ${effect}, snapshot, ${now}
    from unnest(
      ${inputs.map((input) => input.enrollmentId)}::uuid[],
      ${inputs.map((input) => input.stepId)}::text[],
      ${inputs.map((input) => input.visit)}::integer[],
      ${inputs.map((input) => JSON.stringify(input.snapshot))}::jsonb[]
    ) as inputs (enrollment_id, step_id, visit, snapshot)
    on conflict (enrollment_id, step_id, visit) do update set snapshot = excluded.snapshot`.execute(trx)
}

export async function deleteSnapshots(trx: Transaction, executions: readonly StepExecutionKey[]): Promise<void> {
  if (executions.length === 0) return
  await sql`
    delete from effect_inputs where (enrollment_id, step_id, visit) in (
      select * from unnest(
        ${executions.map((execution) => execution.enrollmentId)}::uuid[],
        ${executions.map((execution) => execution.stepId)}::text[],
        ${executions.map((execution) => execution.visit)}::integer[]
      ))`.execute(trx)
}
