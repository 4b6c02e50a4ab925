import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table connections (
      id uuid primary key,
      workspace_id uuid not null references workspaces (id) on delete cascade,
      name text not null,
      connector text not null,
      environment text not null,
      base_url text not null,
      -- The auth kind with its public fields; secret fields are sealed in "secrets".
      auth jsonb not null,
      secrets text,
      limits jsonb not null default '{}',
      state text not null,
      last_success_at timestamptz,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`create unique index connections_name on connections (workspace_id, lower(name))`.execute(db)

  await sql`
    create table external_actions (
      id uuid primary key,
      workspace_id uuid not null references workspaces (id) on delete cascade,
      connection_id uuid not null references connections (id),
      name text not null,
      version integer not null,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`create index external_actions_connection on external_actions (connection_id)`.execute(db)

  await sql`
    create table external_action_versions (
      external_action_id uuid not null references external_actions (id) on delete cascade,
      version integer not null,
      definition jsonb not null,
      created_at timestamptz not null,
      primary key (external_action_id, version)
    )`.execute(db)
}
