import { type Kysely, sql } from 'kysely'

/**
 * Security events stand outside of all workspaces, and the audit log outlives its workspace. Limits by account and client replace
 * those that only counted by the client.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table security_events (
      id uuid primary key,
      at timestamptz not null,
      last_at timestamptz not null,
      count integer not null,
      kind text not null,
      outcome text not null,
      actor_kind text,
      -- No foreign keys: the event outlives the person, the key and the workspace that it names.
      actor_id uuid,
      actor_name text,
      account text,
      workspace_id uuid,
      address text,
      what jsonb not null,
      coalesce_key text unique,
      sent_count integer not null default 0
    )`.execute(db)
  await sql`create index security_events_workspace on security_events (workspace_id, id desc)`.execute(db)
  await sql`create index security_events_last on security_events (last_at)`.execute(db)
  await sql`create index security_events_unsent on security_events (id) where sent_count < count`.execute(db)

  await sql`
    create table request_limits (
      key text primary key,
      count integer not null,
      blocked_until timestamptz,
      expires_at timestamptz not null
    )`.execute(db)
  await sql`create index request_limits_expired on request_limits (expires_at)`.execute(db)
  await sql`drop table rate_limits`.execute(db)

  await sql`alter table audit_log drop constraint audit_log_workspace_id_fkey`.execute(db)
}
