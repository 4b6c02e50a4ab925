import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create type journey_state as enum ('draft', 'scheduled', 'active', 'paused', 'stopped')`.execute(db)
  await sql`
    create table journeys (
      id uuid primary key,
      workspace_id uuid not null references workspaces (id) on delete cascade,
      state journey_state not null default 'draft',
      is_sample boolean not null default false,
      -- The journey document as edited now; journey_versions keeps what was published.
      draft jsonb not null,
      draft_revision integer not null default 1,
      published_version integer,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`create index journeys_workspace on journeys (workspace_id, id)`.execute(db)

  await sql`
    create table journey_versions (
      journey_id uuid not null references journeys (id) on delete cascade,
      number integer not null,
      document jsonb not null,
      plan jsonb not null,
      -- external action id -> the version of it this journey version was published with
      external_actions jsonb not null default '{}',
      -- What the publish does to people who were inside: redirects, re-times, re-checks.
      impact jsonb not null default '{}',
      note text,
      published_at timestamptz not null,
      published_by jsonb not null,
      -- Null until the sweep has reached everybody who was inside at the publish.
      swept_at timestamptz,
      primary key (journey_id, number)
    )`.execute(db)

  await sql`
    create table draft_operations (
      journey_id uuid not null references journeys (id) on delete cascade,
      -- the draft revision these operations led to
      revision integer not null,
      operations jsonb not null,
      label text,
      actor jsonb not null,
      created_at timestamptz not null,
      primary key (journey_id, revision)
    )`.execute(db)
}
