import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'

/** Uses the database's clock: the clocks of two machines may differ by more time than a worker may be silent. */
export async function updateHeartbeat(db: Database, id: string): Promise<void> {
  await sql`insert into workers (id, started_at, seen_at) values (${id}::uuid, clock_timestamp(), clock_timestamp())
    on conflict (id) do update set seen_at = excluded.seen_at`.execute(db)
}

export async function deregisterSilentWorkers(db: Database, silentMs: number): Promise<void> {
  await sql`delete from workers
    where seen_at < clock_timestamp() - make_interval(secs => ${silentMs / 1000})`.execute(db)
}

export async function deregisterWorker(db: Database, id: string): Promise<void> {
  await db.deleteFrom('workers').where('id', '=', id).execute()
}
