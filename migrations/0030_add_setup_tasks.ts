import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // What a template left for people to do; null for a journey that was not made from one, or once that was put away.
  await sql`alter table journeys add column setup_tasks jsonb`.execute(db)
}
