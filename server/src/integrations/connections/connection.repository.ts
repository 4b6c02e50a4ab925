import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import type { Connection, ConnectionHealth, Connector } from './connection.ts'
import type { ConnectionRow } from './connection.table.ts'
import type { StoredAccessTokenFailure } from './access-tokens/access-token-failure.ts'

/**
 * Sealed secrets are beside the domain value, never inside it, because the domain value is audited and returned
 * unchanged.
 */
export type StoredConnection = Connection & { sealedSecrets: string | null }

const mostFailuresCounted = 10_000

export async function insertConnection(
  db: Database | Transaction,
  connection: Omit<StoredConnection, 'lastSuccessAt'>,
): Promise<void> {
  await db
    .insertInto('connections')
    .values({
      id: connection.id,
      workspace_id: connection.workspaceId,
      name: connection.name,
      connector: connection.connector,
      environment: connection.environment,
      base_url: connection.baseUrl,
      auth: JSON.stringify(connection.auth),
      secrets: connection.sealedSecrets,
      limits: JSON.stringify(connection.limits),
      state: connection.state,
      last_success_at: null,
      created_at: new Date(connection.createdAt),
      updated_at: new Date(connection.updatedAt),
    })
    .execute()
}

export async function updateConnectionRow(db: Database | Transaction, connection: StoredConnection): Promise<void> {
  await db
    .updateTable('connections')
    .set({
      name: connection.name,
      environment: connection.environment,
      base_url: connection.baseUrl,
      auth: JSON.stringify(connection.auth),
      secrets: connection.sealedSecrets,
      limits: JSON.stringify(connection.limits),
      state: connection.state,
      updated_at: new Date(connection.updatedAt),
    })
    .where('id', '=', connection.id)
    .execute()
}

export async function deleteConnectionRow(db: Database | Transaction, id: string): Promise<void> {
  await db.deleteFrom('connections').where('id', '=', id).execute()
}

export async function findConnection(
  db: Database | Transaction,
  workspaceId: string,
  id: string,
): Promise<StoredConnection | undefined> {
  if (!isUuid(id)) return undefined
  const row = await selectConnection(db, workspaceId, id).executeTakeFirst()
  return row && rowToConnection(row)
}

/** Of whatever workspace, for work on the whole instance. */
export async function findConnectionById(
  db: Database | Transaction,
  id: string,
): Promise<StoredConnection | undefined> {
  const row = await db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst()
  return row && rowToConnection(row)
}

export async function findConnectionIdByConnector(
  db: Database | Transaction,
  workspaceId: string,
  connector: Connector,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('connections')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('connector', '=', connector)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

export async function lockConnection(
  db: Database | Transaction,
  workspaceId: string,
  id: string,
): Promise<StoredConnection | undefined> {
  if (!isUuid(id)) return undefined
  const row = await selectConnection(db, workspaceId, id).forUpdate().executeTakeFirst()
  return row && rowToConnection(row)
}

/**
 * Until the transaction ends, no other transaction names a connection of the workspace, so a name found free stays
 * free.
 */
export async function lockConnectionNames(db: Database | Transaction, workspaceId: string): Promise<void> {
  await db.selectFrom('workspaces').select('id').where('id', '=', workspaceId).forNoKeyUpdate().execute()
}

export async function isConnectionNameTaken(
  db: Database | Transaction,
  connection: { workspaceId: string; name: string; exceptId?: string },
): Promise<boolean> {
  let query = db
    .selectFrom('connections')
    .select('id')
    .where('workspace_id', '=', connection.workspaceId)
    .where(sql<string>`lower(name)`, '=', sql<string>`lower(${connection.name})`)
  if (connection.exceptId !== undefined) query = query.where('id', '<>', connection.exceptId)
  return (await query.executeTakeFirst()) !== undefined
}

export type ConnectionListKey = { name: string; id: string }

/** Sorted by name. */
export async function listConnectionRows(
  db: Database | Transaction,
  query: { workspaceId: string; q?: string; after?: ConnectionListKey; since: Date; limit: number },
): Promise<(Connection & ConnectionHealth)[]> {
  let select = selectWithHealth(db, query.workspaceId, query.since)
  if (query.q) select = select.where('connections.name', 'ilike', `%${escapeLike(query.q)}%`)
  if (query.after) {
    const { name, id } = query.after
    select = select.where(sql<boolean>`(lower(connections.name), connections.id) > (lower(${name}), ${id}::uuid)`)
  }
  const rows = await select
    .orderBy(sql`lower(connections.name)`)
    .orderBy('connections.id')
    .limit(query.limit)
    .execute()
  return rows.map(rowToConnectionWithHealth)
}

export async function findConnectionWithHealth(
  db: Database | Transaction,
  query: { workspaceId: string; id: string; since: Date },
): Promise<(Connection & ConnectionHealth) | undefined> {
  if (!isUuid(query.id)) return undefined
  const row = await selectWithHealth(db, query.workspaceId, query.since)
    .where('connections.id', '=', query.id)
    .executeTakeFirst()
  return row && rowToConnectionWithHealth(row)
}

/** At most once a minute for each connection. The UI shows minutes, and every call of every worker calls this. */
export async function touchConnectionSuccess(db: Database | Transaction, id: string, at: Date): Promise<void> {
  await db
    .updateTable('connections')
    .set({ last_success_at: at })
    .where('id', '=', id)
    .where(sql<boolean>`(last_success_at is null or last_success_at < ${at}::timestamptz - interval '1 minute')`)
    .execute()
}

function selectConnection(db: Database | Transaction, workspaceId: string, id: string) {
  return db.selectFrom('connections').selectAll().where('workspace_id', '=', workspaceId).where('id', '=', id)
}

// Each part reads only failures, newest first, from the index callout_attempts_failures; the last use reads
// callout_attempts_sent_failures.
function selectWithHealth(db: Database | Transaction, workspaceId: string, since: Date) {
  return db
    .selectFrom('connections')
    .leftJoin('access_tokens as tokens', 'tokens.connection_id', 'connections.id')
    .selectAll('connections')
    .select([
      'tokens.connection_id as has_tokens',
      'tokens.obtained_at',
      'tokens.expires_at',
      'tokens.failure as token_failure',
      sql<number>`(
        select count(*)::int from (
          select from callout_attempts a
          where a.connection_id = connections.id and a.started_at >= ${since}
            and a.outcome <> 'succeeded' and not a.is_test
          limit ${sql.lit(mostFailuresCounted)}
        ) failures)`.as('failures_last_24h'),
      sql<{ at: string; outcome: string; statusCode: number | null } | null>`(
        select json_build_object('at', a.started_at, 'outcome', a.outcome, 'statusCode', a.status_code)
        from callout_attempts a
        where a.connection_id = connections.id and a.started_at >= ${since}
          and a.outcome <> 'succeeded' and not a.is_test
        order by a.started_at desc limit 1)`.as('last_failure'),
      sql<Date | null>`greatest(connections.last_success_at, (
        select max(a.started_at) from callout_attempts a
        where a.connection_id = connections.id and a.outcome <> 'succeeded' and not a.is_test
          and a.outcome not in ('mappingError', 'blocked')))`.as('last_used_at'),
    ])
    .where('connections.workspace_id', '=', workspaceId)
}

function rowToConnection(row: ConnectionRow): StoredConnection {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    connector: row.connector,
    environment: row.environment,
    baseUrl: row.base_url,
    auth: row.auth,
    limits: row.limits,
    state: row.state,
    lastSuccessAt: row.last_success_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    sealedSecrets: row.secrets,
  }
}

function rowToConnectionWithHealth(
  row: ConnectionRow & {
    failures_last_24h: number
    last_failure: ConnectionHealth['lastFailure']
    last_used_at: Date | null
    has_tokens: string | null
    obtained_at: Date | null
    expires_at: Date | null
    token_failure: StoredAccessTokenFailure | null
  },
): Connection & ConnectionHealth {
  const { sealedSecrets: _, ...connection } = rowToConnection(row)
  const { last_failure: last } = row
  return {
    ...connection,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    failuresLast24h: row.failures_last_24h,
    lastFailure: last && { ...last, at: new Date(last.at).toISOString() },
    tokens:
      row.has_tokens === null
        ? null
        : {
            obtainedAt: row.obtained_at?.toISOString() ?? null,
            expiresAt: row.expires_at?.toISOString() ?? null,
            failure: row.token_failure && { at: row.token_failure.at, error: row.token_failure.error },
          },
  }
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
