import { type Kysely, sql } from 'kysely'

/** Each run of background work gets a row: its lease, heartbeat, cursor, progress and the reason of its failure. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table job_runs (
      id uuid primary key,
      kind text not null,
      workspace_id uuid references workspaces (id) on delete cascade,
      key text not null,
      data jsonb not null,
      state text not null default 'waiting' check (state in ('waiting', 'running', 'succeeded', 'failed', 'cancelled')),
      run_at timestamptz,
      cursor jsonb,
      done bigint not null default 0,
      total bigint,
      attempts integer not null default 0,
      worker_id uuid,
      lease_id uuid,
      heartbeat_at timestamptz,
      cancel_requested_at timestamptz,
      error jsonb,
      created_at timestamptz not null,
      claimed_at timestamptz,
      started_at timestamptz,
      finished_at timestamptz
    )`.execute(db)
  await sql`create unique index job_runs_running on job_runs (kind, key) where state = 'running'`.execute(db)
  await sql`create index job_runs_waiting on job_runs (kind, key, created_at) where state = 'waiting'`.execute(db)
  await sql`create index job_runs_finished on job_runs (kind, key) where state in ('succeeded', 'failed', 'cancelled')`.execute(
    db,
  )
}
