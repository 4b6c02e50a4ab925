import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

type Db = Database | Transaction

/** A worker writes its heartbeat every second. */
const aliveSeconds = 5

export type EngineFigures = {
  workersAlive: number
  dueLagSeconds: number
  /** Leases that workers hold now: effects in progress or about to start. */
  leased: number
}

/** Cheap enough to run every few seconds: each part probes a partial index, however many enrollments wait. */
export async function readEngineFigures(db: Db, now: Date): Promise<EngineFigures> {
  const { rows } = await sql<{ workers: number; lag: number | null; leased: number }>`
    with recursive steps as (
      (select journey_id, step_id, due_at from enrollments
        where status = 'active' and lease_until is null order by journey_id, step_id, due_at limit 1)
      union all
      select next.* from steps cross join lateral (
        select journey_id, step_id, due_at from enrollments
        where status = 'active' and lease_until is null
          and (journey_id, step_id) > (steps.journey_id, steps.step_id)
        order by journey_id, step_id, due_at limit 1
      ) next
    )
    select
      (select count(*)::integer from workers
        where seen_at >= clock_timestamp() - make_interval(secs => ${aliveSeconds})) as workers,
      (select extract(epoch from ${now}::timestamptz - min(steps.due_at))::float8
        from steps join journeys on journeys.id = steps.journey_id and journeys.state = 'active') as lag,
      (select count(*)::integer from enrollments where lease_until is not null) as leased`.execute(db)
  const { workers, lag, leased } = rows[0]!
  return { workersAlive: workers, dueLagSeconds: Math.max(0, lag ?? 0), leased }
}

/** Jobs waiting for a worker, by queue, and failed jobs. */
export async function countQueuedJobs(db: Db): Promise<{ queue: string; ready: number }[]> {
  const { rows } = await sql<{ queue: string; ready: number }>`
    select name as queue, count(*)::integer as ready from pgboss.job
    where state in ('created', 'retry') and start_after <= clock_timestamp()
    group by name
    union all
    select kind, count(*)::integer from job_runs
    where state = 'waiting' and (run_at is null or run_at <= clock_timestamp())
    group by kind`.execute(db)
  return rows
}

/** Publishes whose sweep is not complete. */
export async function countOpenSweeps(db: Db): Promise<number> {
  const { rows } = await sql<{ sweeps: number }>`
    select count(*)::integer as sweeps from journeys
    join journey_versions on journey_versions.journey_id = journeys.id
      and journey_versions.number = journeys.published_version
    where journey_versions.swept_at is null`.execute(db)
  return rows[0]!.sweeps
}
