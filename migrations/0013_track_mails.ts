import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table mails
      -- names the mail in the address of its pixel; null where opens are not tracked
      add column tracking_id text,
      add column opens integer not null default 0,
      add column opened_at timestamptz,
      add column clicked_at timestamptz`.execute(db)
  await sql`create unique index mails_tracking on mails (tracking_id) where tracking_id is not null`.execute(db)

  await sql`
    create table mail_links (
      id text primary key,
      mail_id uuid not null references mails (id) on delete cascade,
      -- where it leads for this reader
      url text not null,
      -- its address as the text of the mail has it, the same for every reader
      link text not null,
      label text not null,
      clicks integer not null default 0,
      clicked_at timestamptz
    )`.execute(db)
  await sql`create index mail_links_mail on mail_links (mail_id)`.execute(db)
}
