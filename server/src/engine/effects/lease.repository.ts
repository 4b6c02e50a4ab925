import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { ClaimedStep } from '../enrollments/claim-due-enrollments.ts'

/**
 * Releases people whose effect did not begin. The attempt does not count, and they become due again at `until`. Locks in id
 * order, as all statements do.
 */
export async function releaseLeases(
  db: Database | Transaction,
  released: readonly { id: string; until: Date }[],
): Promise<void> {
  if (released.length === 0) return
  const ids = released.map(({ id }) => id)
  await sql`
    update enrollments set lease_until = null, lease_owner = null, attempt = attempt - 1, due_at = released.until
    from (
      select e.id, given.until from enrollments e
      join unnest(${ids}::uuid[], ${released.map(({ until }) => until)}::timestamptz[]) as given (id, until) on given.id = e.id
      where e.id = any(${ids}::uuid[])
      order by e.id
      for update of e
    ) released
    where enrollments.id = any(${ids}::uuid[]) and enrollments.id = released.id`.execute(db)
}

/** Releases all leases that a worker holds at a step. The caller knows that none of these effects began and none is under way. */
export async function returnLeases(db: Database, step: ClaimedStep & { owner: string }): Promise<void> {
  await sql`
    update enrollments set lease_until = null, lease_owner = null, attempt = attempt - 1
    where id = any(array(
      select id from enrollments
      where lease_until is not null and lease_owner = ${step.owner}::uuid
        and journey_id = ${step.journeyId}::uuid and step_id = ${step.stepId}
        and pinned_version is not distinct from ${step.pinnedVersion}::integer
      order by id
      for update))`.execute(db)
}

/**
 * Frees the leases of dead workers and expired leases. The effect may have reached the other side, so these people are marked in
 * doubt. The database's clock alone decides whether a worker lives, because the clocks of workers may differ. Uses the partial
 * index enrollments_lease. Returns the steps at which the freed people stand.
 */
export async function freeLostLeases(db: Database, now: Date, silentMs: number): Promise<ClaimedStep[]> {
  const { rows } = await sql<{ journey_id: string; step_id: string; pinned_version: number | null }>`
    update enrollments set lease_until = null, lease_owner = null, in_doubt = true
    where id = any(array(
      select id from enrollments
      where lease_until is not null
        and (lease_until < ${now} or not exists (
          select from workers where workers.id = lease_owner and workers.seen_at >= clock_timestamp() - make_interval(secs => ${silentMs / 1000})))
      limit 10000
      for update skip locked
    ))
    returning journey_id, step_id, pinned_version`.execute(db)
  const steps = new Map(rows.map((row) => [`${row.journey_id} ${row.step_id} ${row.pinned_version}`, row]))
  return [...steps.values()].map((row) => ({
    journeyId: row.journey_id,
    stepId: row.step_id,
    pinnedVersion: row.pinned_version,
  }))
}
