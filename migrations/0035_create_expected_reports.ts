import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Reports that come to one address for all calls: by this key each finds its person. A hash, because the key may be anything,
  // also long or somebody's address. Without foreign keys, as everything that the engine writes for each person.
  await sql`
    create table expected_reports (
      endpoint_id text not null,
      path text not null,
      key_hash text not null,
      journey_id uuid not null,
      enrollment_id uuid not null,
      -- of the step execution that made the call
      visit integer not null,
      -- when it may go, unless the person still waits: a publish or a pause can make that longer
      expires_at timestamptz not null,
      primary key (endpoint_id, path, key_hash, enrollment_id, visit)
    )`.execute(db)
  await sql`create index expected_reports_age on expected_reports (expires_at)`.execute(db)

  // A report may come before the reply to its call is recorded. What it said stays with its event.
  await sql`
    create table kept_reports (
      endpoint_id text not null,
      path text not null,
      key_hash text not null,
      event_id uuid not null,
      -- which part of an event that is about several
      item integer not null,
      received_at timestamptz not null,
      primary key (endpoint_id, path, key_hash, event_id, item)
    )`.execute(db)
  await sql`create index kept_reports_age on kept_reports (received_at)`.execute(db)
}
