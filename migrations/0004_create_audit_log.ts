import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_log (
      id uuid primary key,
      workspace_id uuid not null references workspaces (id) on delete cascade,
      at timestamptz not null,
      actor_kind text not null check (actor_kind in ('user', 'apiKey', 'system')),
      -- No foreign key: the entry outlives the user or key that it names.
      actor_id uuid,
      actor_name text not null,
      action text not null,
      subject_kind text not null,
      subject_id text,
      before jsonb,
      after jsonb
    )`.execute(db)
  await sql`create index audit_log_workspace on audit_log (workspace_id, id desc)`.execute(db)
  await sql`create index audit_log_subject on audit_log (workspace_id, subject_kind, subject_id, id desc)`.execute(db)

  await sql`
    create table instance_settings (
      key text primary key,
      value text not null,
      updated_at timestamptz not null
    )`.execute(db)
}
