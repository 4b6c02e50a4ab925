import { type Kysely, sql } from 'kysely'

// The tables that grow with people carry no foreign keys: a check per row would cost a third of the import rate and lock
// the one journey row from every worker. delete-journey removes their rows itself.
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table participants (
      id uuid primary key,
      workspace_id uuid not null,
      journey_id uuid not null,
      -- The journey's uniqueBy fields, normalised and joined.
      key text not null,
      email text,
      fields jsonb not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create unique index participants_key on participants (journey_id, key text_pattern_ops)`.execute(db)
  await sql`create index participants_email on participants (journey_id, email text_pattern_ops)`.execute(db)

  await sql`create type enrollment_status as enum
    ('review', 'new', 'active', 'completed', 'dropped', 'failed', 'stopped')`.execute(db)
  await sql`
    create table enrollments (
      id uuid primary key,
      workspace_id uuid not null,
      journey_id uuid not null,
      participant_id uuid not null,
      -- which pass of this participant through the journey, from 1
      entry integer not null default 1,
      status enrollment_status not null,
      reason text,
      step_id text not null,
      node_id text not null,
      -- grows by one with each step entered, so (id, step_id, visit) names one step execution
      visit integer not null default 1,
      -- tries of the effect of this step execution
      attempt integer not null default 0,
      -- the newest version this person was advanced, moved or re-timed under
      version_number integer not null,
      pinned_version integer,
      entered_at timestamptz not null,
      -- when the person came to this node; equals entered_at at a node's first step
      node_entered_at timestamptz not null,
      -- null: nothing but a signal moves this person
      due_at timestamptz,
      -- end of the conditional wait the person stands in, as entered or re-timed
      time_limit_at timestamptz,
      lease_until timestamptz,
      lease_owner uuid,
      -- a try of this step's effect was cut off, so the other side may already have seen it
      in_doubt boolean not null default false,
      -- node id -> values its callout or survey gave, for later tokens
      outputs jsonb not null default '{}',
      created_at timestamptz not null,
      ended_at timestamptz,
      unique (journey_id, participant_id, entry)
    ) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)`.execute(db)
  // The claim. Everything a worker may take now or later, and nothing else.
  await sql`create index enrollments_due on enrollments (journey_id, step_id, due_at)
    where status = 'active' and lease_until is null`.execute(db)
  // The sweeper's view: leases that may have outlived their worker.
  await sql`create index enrollments_lease on enrollments (lease_until) where lease_until is not null`.execute(db)
  await sql`create index enrollments_list on enrollments (journey_id, node_id, id)`.execute(db)
  await sql`create index enrollments_participant on enrollments (participant_id)`.execute(db)

  await sql`
    create table step_executions (
      enrollment_id uuid not null,
      step_id text not null,
      visit integer not null,
      workspace_id uuid not null,
      journey_id uuid not null,
      participant_id uuid not null,
      node_id text not null,
      version_number integer not null,
      entered_at timestamptz not null,
      left_at timestamptz not null,
      node_entered_at timestamptz not null,
      -- outlet taken out of the node; null when the next step is part of the same node
      outlet text,
      -- left | dropped | failed | moved | ended | continued
      outcome text not null,
      reason jsonb
    ) partition by range (left_at)`.execute(db)
  await sql`create index step_executions_enrollment on step_executions (enrollment_id, visit)`.execute(db)
  await sql`create index step_executions_node on step_executions (journey_id, node_id, left_at)`.execute(db)

  await sql`
    create table node_counters (
      journey_id uuid not null references journeys (id) on delete cascade,
      node_id text not null,
      version_number integer not null,
      -- entered | left:<outlet> | dropped | failed | moved
      metric text not null,
      -- spreads concurrent writers; readers sum
      shard smallint not null,
      value bigint not null,
      primary key (journey_id, node_id, metric, version_number, shard)
    ) with (fillfactor = 50)`.execute(db)

  await sql`
    create table effect_claims (
      enrollment_id uuid not null,
      step_id text not null,
      visit integer not null,
      effect text not null,
      -- what the effect was entered with; automatic retries repeat exactly this
      frozen jsonb not null,
      created_at timestamptz not null,
      primary key (enrollment_id, step_id, visit)
    )`.execute(db)

  await sql`
    create table signals (
      id uuid primary key,
      workspace_id uuid not null,
      journey_id uuid not null,
      enrollment_id uuid not null,
      kind text not null,
      node_id text,
      payload jsonb,
      occurred_at timestamptz not null
    )`.execute(db)
  await sql`create index signals_enrollment on signals (enrollment_id, occurred_at)`.execute(db)
}
