import { type Kysely, sql } from 'kysely'

// The participant list: without it a page of a rare status, or of a journey beside a larger one, reads everybody else first.
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index enrollments_status on enrollments (journey_id, status, id)`.execute(db)
}
