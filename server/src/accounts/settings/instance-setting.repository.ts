import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

/** Stores the value unless one exists. Returns the value that is stored afterwards. */
export async function insertInstanceSetting(
  db: Database | Transaction,
  setting: { key: string; value: string; at: Date },
): Promise<string> {
  await db
    .insertInto('instance_settings')
    .values({ key: setting.key, value: setting.value, updated_at: setting.at })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
  const row = await db
    .selectFrom('instance_settings')
    .select('value')
    .where('key', '=', setting.key)
    .executeTakeFirstOrThrow()
  return row.value
}

export async function findInstanceSetting(db: Database | Transaction, key: string): Promise<string | undefined> {
  const row = await db.selectFrom('instance_settings').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value
}

/** False when another process changed it first. */
export async function replaceInstanceSetting(
  db: Database | Transaction,
  change: { key: string; from: string; to: string; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('instance_settings')
    .set({ value: change.to, updated_at: change.at })
    .where('key', '=', change.key)
    .where('value', '=', change.from)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
