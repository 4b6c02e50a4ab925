import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Where somebody who was sent to a new step stood, and goes back to.
  await sql`alter table enrollments add column detour jsonb`.execute(db)
  // Whoever finishes on an older version is claimed apart, because a step of the same id may be another instruction there.
  await sql`drop index enrollments_due`.execute(db)
  await sql`create index enrollments_due on enrollments (journey_id, step_id, due_at)
    where status = 'active' and lease_until is null and pinned_version is null`.execute(db)
  await sql`create index enrollments_due_pinned on enrollments (journey_id, pinned_version, step_id, due_at)
    where status = 'active' and lease_until is null and pinned_version is not null`.execute(db)
  await sql`
    alter table journey_versions
      -- Overdue people are spread over this long for each 10,000 of them.
      add column spread_ms_per_10k integer not null default 300000,
      -- step id -> overdue people at the publish, which sets the window they are spread over
      add column overdue jsonb not null default '{}',
      -- people whom the publish touches, and those the sweep has brought in line so far
      add column sweep_total integer not null default 0,
      add column sweep_done integer not null default 0`.execute(db)
}
