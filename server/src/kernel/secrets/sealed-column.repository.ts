import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'
import type { SealedColumnName } from './sealed-place.ts'

type Db = Database | Transaction
export type SealedValue = { row: string; sealed: string }
type Column = { name: SealedColumnName; key: string }

/** In the order of the rows. `prefix` is how current values begin. */
export async function listOutdatedValues(
  db: Db,
  { name, key }: Column,
  query: { prefix: string; after: string; limit: number },
): Promise<SealedValue[]> {
  const { table, column } = partsOf(name)
  const { rows } = await sql<SealedValue>`
    select ${sql.ref(key)}::text as row, ${sql.ref(column)} as sealed from ${sql.table(table)}
    where ${sql.ref(column)} is not null and not starts_with(${sql.ref(column)}, ${query.prefix})
      and ${sql.ref(key)}::text > ${query.after}
    order by ${sql.ref(key)}::text limit ${query.limit}`.execute(db)
  return rows
}

export async function countOutdatedValues(db: Db, { name }: Pick<Column, 'name'>, prefix: string): Promise<number> {
  const { table, column } = partsOf(name)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)}
    where ${sql.ref(column)} is not null and not starts_with(${sql.ref(column)}, ${prefix})`.execute(db)
  return rows[0]!.count
}

/** False when the value changed meanwhile: whoever changed it sealed it in the current way. */
export async function replaceSealedValue(
  db: Db,
  { name, key }: Column,
  { row, sealed }: SealedValue,
  next: string,
): Promise<boolean> {
  const { table, column } = partsOf(name)
  const { numAffectedRows = 0n } = await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${next}
    where ${sql.ref(key)}::text = ${row} and ${sql.ref(column)} = ${sealed}`.execute(db)
  return numAffectedRows > 0n
}

function partsOf(name: SealedColumnName): { table: string; column: string } {
  const [table = '', column = ''] = (name as string).split('.')
  return { table, column }
}
