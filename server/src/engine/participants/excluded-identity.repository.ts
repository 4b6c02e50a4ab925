import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

type Db = Database | Transaction

export async function hasExcludedIdentities(db: Db, workspaceId: string): Promise<boolean> {
  const row = await db
    .selectFrom('excluded_identities')
    .select('workspace_id')
    .where('workspace_id', '=', workspaceId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Those of the hashes that are excluded, in base64. */
export async function findExcludedHashes(
  db: Db,
  workspaceId: string,
  hashes: readonly Buffer[],
): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set()
  const rows = await db
    .selectFrom('excluded_identities')
    .select('hash')
    .where('workspace_id', '=', workspaceId)
    .where('hash', 'in', hashes)
    .execute()
  return new Set(rows.map(({ hash }) => hash.toString('base64')))
}

export async function insertExcludedHashes(
  db: Db,
  row: { workspaceId: string; erasureId: string; at: Date },
  hashes: readonly Buffer[],
): Promise<void> {
  if (hashes.length === 0) return
  await db
    .insertInto('excluded_identities')
    .values(
      hashes.map((hash) => ({ workspace_id: row.workspaceId, hash, erasure_id: row.erasureId, created_at: row.at })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'hash'])
        .doUpdateSet((update) => ({ erasure_id: update.ref('excluded.erasure_id') })),
    )
    .execute()
}

export async function deleteExcludedHashes(db: Db, workspaceId: string, erasureId: string): Promise<void> {
  await db
    .deleteFrom('excluded_identities')
    .where('workspace_id', '=', workspaceId)
    .where('erasure_id', '=', erasureId)
    .execute()
}

export async function findSalt(db: Db, workspaceId: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('identity_salts')
    .select('salt')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  return row?.salt
}

/** Of two transactions that make the first salt of a workspace, both get the same. */
export async function insertSalt(db: Db, workspaceId: string, salt: Buffer): Promise<Buffer> {
  await db
    .insertInto('identity_salts')
    .values({ workspace_id: workspaceId, salt })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await findSalt(db, workspaceId))!
}
