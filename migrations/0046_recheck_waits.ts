import { type Kysely, sql } from 'kysely'

/**
 * Whose conditional waits have to be looked at again after a value changed. No reference to participants: a lock on a participant would
 * break the order of locks, and a row of somebody who is gone does nothing.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table wait_rechecks (
      id uuid primary key default gen_random_uuid(),
      participant_id uuid not null
    )`.execute(db)
}
