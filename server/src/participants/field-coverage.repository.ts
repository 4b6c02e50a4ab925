import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'

/** One pass over the journey's participants, whatever the number of fields. */
export async function countEmptyFields(
  db: Database | Transaction,
  journeyId: string,
  keys: readonly string[],
): Promise<{ total: number; missing: Record<string, number> }> {
  const counts = keys.map(
    (key) => sql`count(*) filter (where coalesce(fields->>${key}, '') = '' or fields->${key} = '[]'::jsonb)`,
  )
  const { rows } = await sql<{ total: number; missing: string[] }>`
    select count(*) as total, array[${sql.join(counts.length > 0 ? counts : [sql`0::bigint`])}]::text[] as missing
    from participants where journey_id = ${journeyId}::uuid`.execute(db)
  const { total, missing } = rows[0]!
  return { total: Number(total), missing: Object.fromEntries(keys.map((key, index) => [key, Number(missing[index])])) }
}
