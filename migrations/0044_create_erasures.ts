import { type Kysely, sql } from 'kysely'

/** Erasing a person: the request with its report, and the hashes that keep an erased person from being let in again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table erasures (
      id uuid primary key,
      workspace_id uuid not null references workspaces (id) on delete cascade,
      -- running | done
      status text not null,
      is_dry_run boolean not null,
      keeps_out boolean not null,
      -- who is erased, as sealed JSON; null once that is done
      sealed_person text,
      -- [{place, found, erased, left}], without anything about the person
      places jsonb not null default '[]',
      done bigint not null default 0,
      total bigint not null default 0,
      requested_by jsonb not null,
      created_at timestamptz not null,
      finished_at timestamptz
    )`.execute(db)
  await sql`create index erasures_workspace on erasures (workspace_id, id desc)`.execute(db)

  await sql`
    create table excluded_identities (
      workspace_id uuid not null references workspaces (id) on delete cascade,
      -- HMAC of an e-mail address or key with the salt of the workspace
      hash bytea not null,
      erasure_id uuid not null,
      created_at timestamptz not null,
      primary key (workspace_id, hash)
    )`.execute(db)

  await sql`
    create table identity_salts (
      workspace_id uuid primary key references workspaces (id) on delete cascade,
      salt bytea not null
    )`.execute(db)
}
