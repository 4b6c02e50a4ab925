import { type Kysely, sql } from 'kysely'

// No foreign keys, as for all tables that grow with people; delete-journey removes their rows itself.
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table survey_invitations (
      -- stands in the link that the participant gets
      token text primary key,
      workspace_id uuid not null,
      journey_id uuid not null,
      version_number integer not null,
      node_id text not null,
      enrollment_id uuid not null,
      participant_id uuid not null,
      step_id text not null,
      visit integer not null,
      -- the questions as they were asked, and the fields that keep the answers
      survey jsonb not null,
      created_at timestamptz not null,
      -- while the participant does not stand in the wait for the answer, whose time limit counts otherwise
      expires_at timestamptz not null,
      unique (enrollment_id, step_id, visit)
    )`.execute(db)
  await sql`create index survey_invitations_journey on survey_invitations (journey_id)`.execute(db)

  await sql`
    create table survey_responses (
      id uuid primary key,
      token text not null unique,
      workspace_id uuid not null,
      journey_id uuid not null,
      version_number integer not null,
      node_id text not null,
      enrollment_id uuid not null,
      participant_id uuid not null,
      step_id text not null,
      visit integer not null,
      scale text not null,
      score smallint not null,
      comment text,
      responded_at timestamptz not null
    )`.execute(db)
  await sql`create index survey_responses_workspace on survey_responses (workspace_id, id desc)`.execute(db)
  await sql`create index survey_responses_node on survey_responses (journey_id, node_id, id desc)`.execute(db)
  await sql`create index survey_responses_participant on survey_responses (participant_id, id desc)`.execute(db)
  await sql`create index survey_responses_enrollment on survey_responses (enrollment_id)`.execute(db)
}
