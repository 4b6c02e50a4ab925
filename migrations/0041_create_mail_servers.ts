import { type Kysely, sql } from 'kysely'

/** A workspace can have a mail server of its own. Without a row it uses that of the installation. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table mail_servers (
      workspace_id uuid primary key references workspaces (id) on delete cascade,
      host text not null,
      port integer not null,
      encryption text not null check (encryption in ('tls', 'startTls', 'none')),
      username text,
      password text,
      updated_at timestamptz not null,
      check ((username is null) = (password is null))
    )`.execute(db)
}
