import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ctas (
      id uuid primary key,
      workspace_id uuid not null references workspaces (id) on delete cascade,
      journey_id uuid references journeys (id) on delete set null,
      node_id text,
      enrollment_id uuid references enrollments (id) on delete set null,
      participant_id uuid references participants (id) on delete set null,
      step_id text,
      visit integer,
      name text not null,
      type text not null,
      reason text,
      priority text not null,
      owner text,
      comments text,
      -- open | closedSuccess | closedLost
      status text not null default 'open',
      due_at timestamptz,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      closed_at timestamptz,
      unique (enrollment_id, step_id, visit)
    )`.execute(db)
  await sql`create index ctas_workspace on ctas (workspace_id, status, id)`.execute(db)
  await sql`create index ctas_due on ctas (workspace_id, due_at, id) where status = 'open'`.execute(db)
  await sql`create index ctas_enrollment on ctas (enrollment_id, node_id)`.execute(db)
  await sql`create index ctas_participant on ctas (participant_id)`.execute(db)
  await sql`create index ctas_journey on ctas (journey_id, id)`.execute(db)

  await sql`
    create table mails (
      id uuid primary key,
      workspace_id uuid not null references workspaces (id) on delete cascade,
      journey_id uuid references journeys (id) on delete set null,
      version_number integer,
      node_id text,
      enrollment_id uuid,
      participant_id uuid,
      step_id text,
      visit integer,
      is_test boolean not null default false,
      -- sending | sent | outbox | retrying | failed | inDoubt
      status text not null,
      to_address text not null,
      from_address text not null,
      subject text not null,
      html text not null,
      body_text text not null,
      message_id text not null,
      error text,
      created_at timestamptz not null,
      sent_at timestamptz,
      unique (enrollment_id, step_id, visit)
    )`.execute(db)
  await sql`create index mails_workspace on mails (workspace_id, id desc)`.execute(db)
  await sql`create index mails_node on mails (journey_id, node_id, id desc)`.execute(db)
  await sql`create index mails_participant on mails (participant_id, id desc)`.execute(db)
}
