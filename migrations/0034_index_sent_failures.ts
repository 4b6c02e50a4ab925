import { type Kysely, sql } from 'kysely'

// When a connection was last used: a mapping that fails for everybody writes any number of attempts that sent nothing, and all
// of them would be read to find the newest one that did.
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index callout_attempts_sent_failures on callout_attempts (connection_id, started_at)
    where outcome <> 'succeeded' and not is_test and outcome not in ('mappingError', 'blocked')`.execute(db)
}
