import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Somebody was sent to another system to consent, and is expected back within minutes.
  await sql`
    create table authorization_requests (
      -- digest of the "state" in the address: whoever reads this table cannot come back in somebody's place
      state_hash text primary key,
      workspace_id uuid not null references workspaces (id) on delete cascade,
      connection_id uuid not null references connections (id) on delete cascade,
      session_id uuid not null,
      -- the PKCE code verifier
      sealed_verifier text not null,
      -- popup | page
      shown_in text not null,
      expires_at timestamptz not null,
      used_at timestamptz
    )`.execute(db)
  await sql`create index authorization_requests_expiry on authorization_requests (expires_at)`.execute(db)
  await sql`create index authorization_requests_connection on authorization_requests (connection_id)`.execute(db)
}
