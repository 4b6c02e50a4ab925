import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table workspaces (
      id uuid primary key,
      name text not null,
      slug text not null unique,
      logo text,
      metadata text,
      created_at timestamptz not null
    )`.execute(db)

  await sql`
    alter table sessions add constraint sessions_active_workspace
      foreign key (active_workspace_id) references workspaces (id) on delete set null`.execute(db)

  await sql`
    create table workspace_settings (
      workspace_id uuid primary key references workspaces (id) on delete cascade,
      time_zone text not null,
      callout_allow text[] not null default '{}',
      mail_from text,
      updated_at timestamptz not null
    )`.execute(db)

  await sql`
    create table members (
      id uuid primary key,
      workspace_id uuid not null references workspaces (id) on delete cascade,
      user_id uuid not null references users (id) on delete cascade,
      role text not null check (role in ('owner', 'admin', 'editor', 'viewer')),
      created_at timestamptz not null
    )`.execute(db)
  await sql`create unique index members_user on members (user_id, workspace_id)`.execute(db)
  await sql`create index members_workspace on members (workspace_id, id)`.execute(db)

  await sql`
    create table invitations (
      id uuid primary key,
      workspace_id uuid not null references workspaces (id) on delete cascade,
      email text not null,
      role text not null check (role in ('owner', 'admin', 'editor', 'viewer')),
      status text not null check (status in ('pending', 'accepted', 'rejected', 'canceled')),
      -- The link carries the secret; only its hash is kept.
      token_hash text not null unique,
      inviter_id uuid references users (id) on delete set null,
      expires_at timestamptz not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`
    create unique index invitations_pending on invitations (workspace_id, lower(email))
      where status = 'pending'`.execute(db)
}
