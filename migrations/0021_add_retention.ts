import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table workspace_settings
      -- null: as the installation has it
      add column retention_days integer check (retention_days between 7 and 36500),
      -- step executions and callout attempts from before this moment were removed
      add column records_removed_before timestamptz`.execute(db)
}
