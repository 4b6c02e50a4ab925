import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table imports (
      id uuid primary key,
      workspace_id uuid not null references workspaces (id) on delete cascade,
      journey_id uuid not null references journeys (id) on delete cascade,
      -- participants | exclusions
      purpose text not null,
      -- uploading | uploaded | checking | checked | enrolling | done | failed
      status text not null,
      file_name text not null,
      dialect jsonb not null default '{}',
      headers jsonb not null default '[]',
      mapping jsonb,
      is_dry_run boolean not null default false,
      row_count bigint not null default 0,
      -- {enrolled, duplicate, excluded, invalid, reasons: {code: n}}
      counts jsonb not null default '{}',
      -- rows up to this line are done; a restarted import goes on behind it
      done_through_line bigint not null default 0,
      -- issues about the file as a whole
      error jsonb,
      created_by jsonb not null,
      created_at timestamptz not null,
      started_at timestamptz,
      -- when its worker was last heard of
      progressed_at timestamptz,
      finished_at timestamptz
    )`.execute(db)
  await sql`create index imports_journey on imports (journey_id, id desc)`.execute(db)
  await sql`create index imports_running on imports (progressed_at) where status in ('checking', 'enrolling')`.execute(
    db,
  )

  await sql`
    create unlogged table import_rows (
      import_id uuid not null,
      line bigint not null,
      -- json and not text[]: a cell may hold what no text can (a zero byte), which is then refused with its line
      cells json not null,
      primary key (import_id, line)
    )`.execute(db)

  await sql`
    create table import_rejects (
      import_id uuid not null references imports (id) on delete cascade,
      line bigint not null,
      cells json not null,
      reasons json not null,
      primary key (import_id, line)
    )`.execute(db)

  await sql`
    create table exclusions (
      journey_id uuid not null references journeys (id) on delete cascade,
      key text not null,
      created_at timestamptz not null,
      primary key (journey_id, key)
    )`.execute(db)
}
