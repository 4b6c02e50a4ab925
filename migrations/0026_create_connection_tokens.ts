import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // One row for each connection that goes by an access token. Its lock is what makes all workers together ask for one
  // token at a time; "connections" itself stays free meanwhile.
  await sql`
    create table connection_tokens (
      connection_id uuid primary key references connections (id) on delete cascade,
      -- the access token and what renews it, as sealed JSON; null before the first and after a revoke
      sealed text,
      -- changes with every token
      token_id uuid,
      -- digest of the credentials that it was given to: after a change of them it is worth nothing
      belongs_to text,
      obtained_at timestamptz,
      -- null: the other side did not say
      expires_at timestamptz,
      -- the token before it was turned down although it should have been good
      after_refusal boolean not null default false,
      -- why the last request for a token failed: {outcome, status, error, at, isFinal}
      failure jsonb,
      -- nobody asks again before
      ask_again_at timestamptz
    ) with (fillfactor = 50)`.execute(db)
}
