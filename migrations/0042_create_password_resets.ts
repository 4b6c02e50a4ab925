import { type Kysely, sql } from 'kysely'

/** The open links by which people choose a new password. Using one deletes all of the user's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table password_resets (
      id uuid primary key,
      user_id uuid not null references users (id) on delete cascade,
      token_hash text not null unique,
      source text not null check (source in ('mail', 'admin', 'commandLine')),
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index password_resets_user on password_resets (user_id)`.execute(db)
}
