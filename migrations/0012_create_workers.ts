import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // A worker that has not been seen for a few seconds is dead, and its leases are free.
  await sql`
    create table workers (
      id uuid primary key,
      started_at timestamptz not null,
      seen_at timestamptz not null
    )`.execute(db)
}
