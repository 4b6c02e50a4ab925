import type { Actor, Role } from '../../kernel/actor.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import type { ApiKeyRow } from './api-key.table.ts'

export type ApiKey = {
  id: string
  workspaceId: string
  name: string
  role: Exclude<Role, 'owner'>
  /** Enough characters to recognise the key, far too few to use it. */
  prefix: string
  createdBy: Actor
  createdAt: string
  lastUsedAt: string | null
  revokedAt: string | null
}

export async function insertApiKey(
  db: Database | Transaction,
  apiKey: Omit<ApiKey, 'createdAt' | 'lastUsedAt' | 'revokedAt'> & { hash: string; createdAt: Date },
): Promise<ApiKey> {
  const row = await db
    .insertInto('api_keys')
    .values({
      id: apiKey.id,
      workspace_id: apiKey.workspaceId,
      name: apiKey.name,
      role: apiKey.role,
      prefix: apiKey.prefix,
      hash: apiKey.hash,
      created_by_kind: apiKey.createdBy.kind,
      created_by_id: apiKey.createdBy.id,
      created_by_name: apiKey.createdBy.name,
      created_at: apiKey.createdAt,
      last_used_at: null,
      revoked_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return rowToApiKey(row)
}

export async function listApiKeyRows(db: Database | Transaction, workspaceId: string): Promise<ApiKey[]> {
  const rows = await db
    .selectFrom('api_keys')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id', 'desc')
    .execute()
  return rows.map(rowToApiKey)
}

export async function lockApiKey(
  db: Transaction | Database,
  workspaceId: string,
  id: string,
): Promise<ApiKey | undefined> {
  if (!isUuid(id)) return undefined
  const row = await db
    .selectFrom('api_keys')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && rowToApiKey(row)
}

export async function findApiKeyByHash(db: Database | Transaction, hash: string): Promise<ApiKey | undefined> {
  const row = await db.selectFrom('api_keys').selectAll().where('hash', '=', hash).executeTakeFirst()
  return row && rowToApiKey(row)
}

export async function touchApiKey(db: Database | Transaction, id: string, at: Date): Promise<void> {
  await db.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', id).execute()
}

export async function markApiKeyRevoked(db: Database | Transaction, id: string, at: Date): Promise<void> {
  await db.updateTable('api_keys').set({ revoked_at: at }).where('id', '=', id).execute()
}

function rowToApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    role: row.role,
    prefix: row.prefix,
    createdBy: { kind: row.created_by_kind, id: row.created_by_id, name: row.created_by_name },
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }
}
