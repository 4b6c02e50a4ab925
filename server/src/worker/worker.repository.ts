import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

export async function beat(db: Database, id: string, now: Date): Promise<void> {
  await sql`insert into workers (id, started_at, seen_at) values (${id}::uuid, ${now}, ${now})
    on conflict (id) do update set seen_at = excluded.seen_at`.execute(db)
}

export async function forgetWorkers(db: Database, unseenSince: Date): Promise<void> {
  await db.deleteFrom('workers').where('seen_at', '<', unseenSince).execute()
}

/** A worker that ends in order leaves nothing behind to wait for. */
export async function forgetWorker(db: Database, id: string): Promise<void> {
  await db.deleteFrom('workers').where('id', '=', id).execute()
}
