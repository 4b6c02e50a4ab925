import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table external_action_samples (
      external_action_id uuid primary key references external_actions (id) on delete cascade,
      workspace_id uuid not null,
      -- of the action, when the reply was kept
      version integer not null,
      -- masked and size-capped, as in callout_attempts
      reply json not null,
      kept_at timestamptz not null
    )`.execute(db)
}
