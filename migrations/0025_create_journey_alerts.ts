import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table workspace_settings add column language text not null default 'en'
    check (language in ('en', 'ja'))`.execute(db)
  // The workspace speaks as its owner does.
  await sql`
    update workspace_settings s set language = 'ja'
    where exists (select from members m join users u on u.id = m.user_id
      where m.workspace_id = s.workspace_id and m.role = 'owner' and u.locale = 'ja')`.execute(db)

  await sql`
    create table journey_alerts (
      journey_id uuid primary key references journeys (id) on delete cascade,
      emails text[] not null,
      parked boolean not null,
      connection_stopped boolean not null,
      -- calls of the last hour that fail, in percent; null: not told
      failing_percent integer check (failing_percent between 1 and 100),
      -- what was before is not news
      since timestamptz not null
    )`.execute(db)

  await sql`
    create table journey_alert_marks (
      journey_id uuid not null references journey_alerts (journey_id) on delete cascade,
      -- parked | connectionStopped | callsFailing
      cause text not null,
      -- a mail about it went out, or is about to; the next one an hour later
      sent_at timestamptz not null,
      -- everything up to then was told
      told_until timestamptz,
      primary key (journey_id, cause)
    )`.execute(db)
}
