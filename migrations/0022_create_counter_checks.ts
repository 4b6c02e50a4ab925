import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // The last comparison of a journey's counters with its people.
  await sql`
    create table counter_checks (
      journey_id uuid primary key references journeys (id) on delete cascade,
      workspace_id uuid not null,
      checked_at timestamptz not null,
      -- [{nodeId, kind, counted, found}]; empty when the numbers add up
      discrepancies jsonb not null
    )`.execute(db)
}
