import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table event_endpoints (
      -- 128 random bits, base64url; part of the address that a sender is given
      id text primary key,
      workspace_id uuid not null references workspaces (id) on delete cascade,
      name text not null,
      topic text not null,
      key_hash text not null,
      key_prefix text not null,
      key_created_at timestamptz not null,
      key_last_used_at timestamptz,
      -- still good until then after a rotation, so that a sender can change over without losing an event
      previous_key_hash text,
      previous_key_until timestamptz,
      hmac_secret text,
      -- what an accepted sample had: [{path, type, sample}]
      fields jsonb not null default '[]',
      schema_version integer not null default 0,
      -- [{path, field}]
      match_by jsonb not null default '[]',
      mapping jsonb not null default '[]',
      enroll_journey_id uuid references journeys (id) on delete set null,
      updates_people boolean not null default false,
      fan_out_path text,
      dedupe_path text,
      rate_limit_per_minute integer not null,
      -- the newest event that lacked something that is used: {eventId, at, missing, changed}
      drift jsonb,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`create unique index event_endpoints_name on event_endpoints (workspace_id, lower(name))`.execute(db)

  await sql`
    create table event_endpoint_versions (
      endpoint_id text not null references event_endpoints (id) on delete cascade,
      version integer not null,
      fields jsonb not null,
      accepted_by jsonb not null,
      accepted_at timestamptz not null,
      primary key (endpoint_id, version)
    )`.execute(db)
}
