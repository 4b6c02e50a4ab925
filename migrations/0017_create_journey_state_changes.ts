import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Since when nobody moves; null while the journey runs. What a resume shifts waits by is counted from here.
  await sql`alter table journeys add column held_since timestamptz`.execute(db)
  await sql`update journeys set held_since = updated_at where state in ('paused', 'stopped')`.execute(db)

  await sql`
    create table journey_state_changes (
      id uuid primary key,
      journey_id uuid not null references journeys (id) on delete cascade,
      from_state journey_state not null,
      to_state journey_state not null,
      at timestamptz not null,
      actor jsonb not null,
      -- of going on: since when nobody had moved, what was chosen for the overdue, and how it was spread
      held_since timestamptz,
      overdue text,
      spread_minutes_per_10k double precision,
      -- people inside at a pause or stop; people the choice touched when going on
      people integer not null,
      -- null while a choice is still being applied
      finished_at timestamptz
    )`.execute(db)
  await sql`create index journey_state_changes_journey on journey_state_changes (journey_id, id)`.execute(db)

  await sql`
    create table journey_resumes (
      journey_id uuid primary key references journeys (id) on delete cascade,
      change_id uuid not null,
      overdue text not null,
      held_since timestamptz not null,
      resumed_at timestamptz not null,
      spread_ms double precision not null,
      -- where the journey goes when everybody has been treated; another pause meanwhile changes it
      next_state journey_state not null,
      phase text not null,
      -- within a phase that has to see everybody once: the last person treated
      after_step_id text not null default '',
      after_pinned_version integer,
      after_id uuid,
      done integer not null default 0,
      total integer not null,
      touched_at timestamptz not null
    )`.execute(db)
}
