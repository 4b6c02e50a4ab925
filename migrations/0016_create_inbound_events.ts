import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table inbound_events (
      id uuid primary key,
      workspace_id uuid not null,
      endpoint_id text not null references event_endpoints (id) on delete cascade,
      -- json and not jsonb: kept as it was sent, also what jsonb cannot hold (a zero byte); null for a duplicate
      payload json,
      size_bytes integer not null,
      -- received | processed | nobody | refused | failed | duplicate
      status text not null,
      received_at timestamptz not null,
      processed_at timestamptz,
      matched integer not null default 0,
      enrolled integer not null default 0,
      refused integer not null default 0,
      -- [{item, journeyId, code, params}]
      reasons jsonb not null default '[]',
      duplicate_of uuid,
      drift jsonb
    )`.execute(db)
  // What a worker has still to look at, in the order in which it came.
  await sql`create index inbound_events_pending on inbound_events (endpoint_id, id) where status = 'received'`.execute(
    db,
  )
  await sql`create index inbound_events_list on inbound_events (endpoint_id, id)`.execute(db)
  await sql`create index inbound_events_status on inbound_events (endpoint_id, status, id)`.execute(db)
  await sql`create index inbound_events_age on inbound_events (workspace_id, received_at)`.execute(db)

  await sql`
    create table event_idempotency_keys (
      endpoint_id text not null references event_endpoints (id) on delete cascade,
      key_hash text not null,
      event_id uuid not null,
      expires_at timestamptz not null,
      primary key (endpoint_id, key_hash)
    )`.execute(db)
  await sql`create index event_idempotency_keys_age on event_idempotency_keys (expires_at)`.execute(db)

  // Unlogged: counted on every event, worth nothing after a minute, and a crash may well forget it.
  await sql`
    create unlogged table event_rates (
      endpoint_id text primary key,
      minute timestamptz not null,
      count integer not null
    )`.execute(db)
}
