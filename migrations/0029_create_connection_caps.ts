import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table connection_caps (
      workspace_id uuid not null references workspaces (id) on delete cascade,
      connector text not null,
      max_connections integer not null check (max_connections >= 0),
      updated_at timestamptz not null,
      primary key (workspace_id, connector)
    )`.execute(db)
}
