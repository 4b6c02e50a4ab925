import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

export type StepExecutionKey = { enrollmentId: string; stepId: string; visit: number }

/** What earlier attempts froze, by enrollment id; each person stands at one step execution at a time. */
export async function findFrozen(
  db: Database | Transaction,
  executions: readonly StepExecutionKey[],
): Promise<Map<string, unknown>> {
  if (executions.length === 0) return new Map()
  const rows = await db
    .selectFrom('effect_claims')
    .select(['enrollment_id', 'step_id', 'visit', 'frozen'])
    .where('enrollment_id', '=', sql<string>`any(${executions.map((execution) => execution.enrollmentId)}::uuid[])`)
    .execute()
  const wanted = new Map(executions.map((execution) => [execution.enrollmentId, execution]))
  return new Map(
    rows
      .filter((row) => {
        const execution = wanted.get(row.enrollment_id)
        return execution?.stepId === row.step_id && execution.visit === row.visit
      })
      .map((row) => [row.enrollment_id, row.frozen]),
  )
}

/** Every retry repeats what the first attempt sent; only what is counted beside it changes. */
export async function insertFrozen(
  trx: Transaction,
  effect: string,
  claims: readonly (StepExecutionKey & { frozen: unknown })[],
  now: Date,
): Promise<void> {
  if (claims.length === 0) return
  await sql`
    insert into effect_claims (enrollment_id, step_id, visit, effect, frozen, created_at)
    select enrollment_id, step_id, visit, ${effect}, frozen, ${now}
    from unnest(
      ${claims.map((claim) => claim.enrollmentId)}::uuid[],
      ${claims.map((claim) => claim.stepId)}::text[],
      ${claims.map((claim) => claim.visit)}::integer[],
      ${claims.map((claim) => JSON.stringify(claim.frozen))}::jsonb[]
    ) as claims (enrollment_id, step_id, visit, frozen)
    on conflict (enrollment_id, step_id, visit) do update set frozen = excluded.frozen`.execute(trx)
}

export async function deleteFrozen(trx: Transaction, executions: readonly StepExecutionKey[]): Promise<void> {
  if (executions.length === 0) return
  await sql`
    delete from effect_claims where (enrollment_id, step_id, visit) in (
      select * from unnest(
        ${executions.map((execution) => execution.enrollmentId)}::uuid[],
        ${executions.map((execution) => execution.stepId)}::text[],
        ${executions.map((execution) => execution.visit)}::integer[]
      ))`.execute(trx)
}
