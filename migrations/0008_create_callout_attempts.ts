import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table callout_attempts (
      id uuid not null,
      started_at timestamptz not null,
      workspace_id uuid not null,
      connection_id uuid not null,
      external_action_id uuid,
      external_action_version integer,
      journey_id uuid,
      version_number integer,
      node_id text,
      step_id text,
      enrollment_id uuid,
      participant_id uuid,
      visit integer,
      attempt integer not null,
      idempotency_key text,
      -- an earlier try was cut off before its result was written, so this one may be a double
      in_doubt boolean not null default false,
      is_test boolean not null default false,
      outcome text not null,
      status_code smallint,
      duration_ms integer not null,
      -- masked and size-capped: {method, url, headers, body, truncated} / {status, headers, body, truncated}
      request jsonb not null,
      reply jsonb,
      error text,
      next_attempt_at timestamptz,
      primary key (id, started_at)
    ) partition by range (started_at)`.execute(db)
  await sql`create index callout_attempts_node on callout_attempts (journey_id, node_id, started_at desc, id)`.execute(
    db,
  )
  await sql`create index callout_attempts_workspace on callout_attempts (workspace_id, started_at desc, id)`.execute(db)
  await sql`create index callout_attempts_enrollment on callout_attempts (enrollment_id, started_at)`.execute(db)
  // Failures are few and looked at most: the list filtered by outcome and the top errors read this one alone.
  await sql`create index callout_attempts_node_failures on callout_attempts (journey_id, node_id, started_at desc, id)
    where outcome <> 'succeeded'`.execute(db)
  await sql`create index callout_attempts_failures on callout_attempts (connection_id, started_at)
    where outcome <> 'succeeded' and not is_test`.execute(db)

  await sql`
    create table callout_counters (
      journey_id uuid not null references journeys (id) on delete cascade,
      node_id text not null,
      version_number integer not null,
      -- start of a five-minute slot
      slot timestamptz not null,
      outcome text not null,
      status_code smallint not null,
      -- index into a geometric scale of milliseconds; percentiles come from these
      latency_bucket smallint not null,
      shard smallint not null,
      attempts bigint not null,
      -- attempts that were the first of their step execution
      first_attempts bigint not null,
      -- attempts after which no other follows by itself
      final_attempts bigint not null,
      primary key (journey_id, node_id, slot, version_number, outcome, status_code, latency_bucket, shard)
    ) with (fillfactor = 50)`.execute(db)
}
