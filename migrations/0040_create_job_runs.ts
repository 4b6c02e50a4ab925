import { type Kysely, sql } from 'kysely'

/**
 * Each run of background work gets a row: its lease, heartbeat, cursor, progress and the reason of its failure. Work that is in
 * progress gets its run here, because the jobs of pg-boss that it had are no longer read.
 */
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

  // Unlogged, like import_rows: a crash of PostgreSQL empties both.
  await sql`
    create unlogged table import_keys (
      import_id uuid not null,
      key_hash bytea not null,
      line bigint not null,
      primary key (import_id, key_hash)
    )`.execute(db)
  await beginRuns(db)
  await sql`drop index imports_running`.execute(db)
  await sql`alter table imports drop column done_through_line, drop column progressed_at`.execute(db)
  await sql`alter table journey_resumes drop column touched_at`.execute(db)
}

async function beginRuns(db: Kysely<unknown>): Promise<void> {
  // The keys of the processed lines are unknown here. A check starts again. An import continues: a line that repeats an earlier one
  // is rejected because its person is already enrolled.
  await sql`
    delete from import_rejects using imports where import_id = imports.id and status = 'checking'`.execute(db)
  await sql`update imports set counts = '{}', done_through_line = 0 where status = 'checking'`.execute(db)
  await sql`
    insert into job_runs (id, kind, workspace_id, key, data, cursor, done, total, created_at)
    select gen_random_uuid(), 'import', workspace_id, id::text, jsonb_build_object('importId', id),
      jsonb_build_object('line', done_through_line),
      coalesce((counts ->> 'enrolled')::bigint, 0) + coalesce((counts ->> 'duplicate')::bigint, 0)
        + coalesce((counts ->> 'excluded')::bigint, 0) + coalesce((counts ->> 'invalid')::bigint, 0),
      row_count, now()
    from imports where status in ('checking', 'enrolling')`.execute(db)
  await sql`
    insert into job_runs (id, kind, workspace_id, key, data, done, total, created_at)
    select gen_random_uuid(), 'resume', workspace_id, journey_id::text, jsonb_build_object('journeyId', journey_id),
      done, total, now()
    from journey_resumes join journeys on journeys.id = journey_id`.execute(db)
  await sql`
    insert into job_runs (id, kind, workspace_id, key, data, created_at)
    select gen_random_uuid(), 'sweep', workspace_id, id::text, jsonb_build_object('journeyId', id), now()
    from journeys
    where state = 'active' and exists (
      select from journey_versions where journey_id = journeys.id and swept_at is null)`.execute(db)
  await sql`
    insert into job_runs (id, kind, workspace_id, key, data, created_at)
    select gen_random_uuid(), 'event', workspace_id, endpoint_id::text, jsonb_build_object('endpointId', endpoint_id), now()
    from inbound_events where status = 'received'
    group by workspace_id, endpoint_id`.execute(db)
}
