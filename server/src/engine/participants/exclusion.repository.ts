import { sql } from 'kysely'
import { textArray } from '../../kernel/db/binary-array.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

export async function findExcludedKeys(
  db: Database | Transaction,
  journeyId: string,
  keys: readonly string[],
): Promise<string[]> {
  if (keys.length === 0) return []
  const rows = await db
    .selectFrom('exclusions')
    .select('key')
    .where('journey_id', '=', journeyId)
    .where('key', '=', sql<string>`any(${textArray(keys)}::text[])`)
    .execute()
  return rows.map((row) => row.key)
}

export async function insertExclusions(
  db: Database | Transaction,
  journeyId: string,
  keys: readonly string[],
  now: Date,
): Promise<void> {
  if (keys.length === 0) return
  await sql`
    insert into exclusions (journey_id, key, created_at)
    select ${journeyId}::uuid, key, ${now} from unnest(${keys.toSorted()}::text[]) as keys (key)
    on conflict do nothing`.execute(db)
}
