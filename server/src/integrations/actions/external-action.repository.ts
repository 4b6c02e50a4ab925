import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import type { ExternalActionRow } from './external-action.table.ts'

export type StoredExternalAction = {
  id: string
  workspaceId: string
  version: number
  definition: ExternalAction
  createdAt: string
  updatedAt: string
}

/** A journey that calls an action. The draft, the published version or both call it. */
export type ActionUse = {
  journeyId: string
  journeyName: string
  inDraft: boolean
  inPublished: boolean
  /** The action version that the published journey version uses; null when only the draft uses the action. */
  pinnedVersion: number | null
}

export async function insertExternalAction(db: Database | Transaction, action: StoredExternalAction): Promise<void> {
  await db
    .insertInto('external_actions')
    .values({
      id: action.id,
      workspace_id: action.workspaceId,
      connection_id: action.definition.connectionId,
      name: action.definition.name,
      version: action.version,
      created_at: new Date(action.createdAt),
      updated_at: new Date(action.updatedAt),
    })
    .execute()
  await insertVersion(db, action)
}

/** A version row is never changed: journeys and attempts refer to it. */
export async function saveExternalActionVersion(
  db: Database | Transaction,
  action: StoredExternalAction,
): Promise<void> {
  await db
    .updateTable('external_actions')
    .set({
      connection_id: action.definition.connectionId,
      name: action.definition.name,
      version: action.version,
      updated_at: new Date(action.updatedAt),
    })
    .where('id', '=', action.id)
    .execute()
  await insertVersion(db, action)
}

export async function deleteExternalActionRow(db: Database | Transaction, id: string): Promise<void> {
  await db.deleteFrom('external_actions').where('id', '=', id).execute()
}

/** Reads the newest version unless `version` is given. */
export async function findExternalAction(
  db: Database | Transaction,
  workspaceId: string,
  id: string,
  version?: number,
): Promise<StoredExternalAction | undefined> {
  if (!isUuid(id)) return undefined
  let query = selectActions(db, workspaceId).where('external_actions.id', '=', id)
  query =
    version === undefined
      ? query.whereRef('external_action_versions.version', '=', 'external_actions.version')
      : query.where('external_action_versions.version', '=', version)
  const row = await query.executeTakeFirst()
  return row && rowToExternalAction(row)
}

export async function lockExternalAction(
  db: Database | Transaction,
  workspaceId: string,
  id: string,
): Promise<StoredExternalAction | undefined> {
  if (!isUuid(id)) return undefined
  // Lock first, then read the newest version. In one joined statement, a transaction that waited for the lock would
  // read the version row in a snapshot older than the one just written by another transaction, and would find nothing.
  const locked = await db
    .selectFrom('external_actions')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return locked && findExternalAction(db, workspaceId, id)
}

/** Newest versions by id. Ids that do not exist or belong to another workspace are left out. */
export async function findExternalActions(
  db: Database | Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<StoredExternalAction[]> {
  const wellFormed = ids.filter(isUuid)
  if (wellFormed.length === 0) return []
  const rows = await selectActions(db, workspaceId)
    .whereRef('external_action_versions.version', '=', 'external_actions.version')
    .where('external_actions.id', 'in', wellFormed)
    .execute()
  return rows.map(rowToExternalAction)
}

export async function listExternalActionRows(
  db: Database | Transaction,
  query: {
    workspaceId: string
    q?: string
    connectionId?: string
    after?: { name: string; id: string }
    limit: number
  },
): Promise<StoredExternalAction[]> {
  let select = selectActions(db, query.workspaceId).whereRef(
    'external_action_versions.version',
    '=',
    'external_actions.version',
  )
  if (query.q) select = select.where('external_actions.name', 'ilike', `%${query.q.replace(/[\\%_]/g, '\\$&')}%`)
  if (query.connectionId !== undefined) {
    if (!isUuid(query.connectionId)) return []
    select = select.where('external_actions.connection_id', '=', query.connectionId)
  }
  if (query.after) {
    const { name, id } = query.after
    select = select.where(
      sql<boolean>`(lower(external_actions.name), external_actions.id) > (lower(${name}), ${id}::uuid)`,
    )
  }
  const rows = await select
    .orderBy(sql`lower(external_actions.name)`)
    .orderBy('external_actions.id')
    .limit(query.limit)
    .execute()
  return rows.map(rowToExternalAction)
}

/** Actions that call through the connection, in their newest version or in the version that a live journey uses. */
export async function listActionsOfConnection(
  db: Database | Transaction,
  connectionId: string,
  limit = 20,
): Promise<{ id: string; name: string }[]> {
  const result = await sql<{ id: string; name: string }>`
    select a.id, a.name from external_actions a where a.connection_id = ${connectionId}
    union
    select a.id, a.name
    from external_action_versions v
    join external_actions a on a.id = v.external_action_id
    where v.definition->>'connectionId' = ${connectionId}
      and exists (
        select from journeys j
        join journey_versions jv on jv.journey_id = j.id and jv.number = j.published_version
        where j.workspace_id = a.workspace_id and (jv.external_actions->>a.id::text)::int = v.version)
    order by name
    limit ${limit}`.execute(db)
  return result.rows
}

/**
 * Drafts and live versions that call the actions, by action id. Older versions that still have enrollments do not
 * count.
 */
export async function listActionUses(
  db: Database | Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, ActionUse[]>> {
  const uses = new Map<string, ActionUse[]>(ids.map((id) => [id, []]))
  const wellFormed = ids.filter(isUuid)
  if (wellFormed.length === 0) return uses
  const result = await sql<{
    action_id: string
    journey_id: string
    journey_name: string
    in_draft: boolean
    in_published: boolean
    pinned_version: number | null
  }>`
    with calls as (
      select j.id as journey_id, call #>> '{}' as action_id, true as in_draft, false as in_published, null::int as pinned_version
      from journeys j,
        jsonb_path_query(j.draft, '$.nodes[*] ? (@.kind == "callApi").config.externalActionId') call
      where j.workspace_id = ${workspaceId}
      union all
      select j.id, call #>> '{}', false, true, (v.external_actions->>(call #>> '{}'))::int
      from journeys j
      join journey_versions v on v.journey_id = j.id and v.number = j.published_version,
        jsonb_path_query(v.document, '$.nodes[*] ? (@.kind == "callApi").config.externalActionId') call
      where j.workspace_id = ${workspaceId}
    )
    select c.action_id, c.journey_id, j.draft->>'name' as journey_name,
      bool_or(c.in_draft) as in_draft, bool_or(c.in_published) as in_published, max(c.pinned_version) as pinned_version
    from calls c
    join journeys j on j.id = c.journey_id
    where c.action_id = any(${wellFormed}::text[])
    group by c.action_id, c.journey_id, j.draft->>'name'
    order by journey_name, c.journey_id`.execute(db)
  for (const row of result.rows) {
    uses.get(row.action_id)?.push({
      journeyId: row.journey_id,
      journeyName: row.journey_name,
      inDraft: row.in_draft,
      inPublished: row.in_published,
      pinnedVersion: row.pinned_version,
    })
  }
  return uses
}

function insertVersion(db: Database | Transaction, action: StoredExternalAction) {
  return db
    .insertInto('external_action_versions')
    .values({
      external_action_id: action.id,
      version: action.version,
      definition: JSON.stringify(action.definition),
      created_at: new Date(action.updatedAt),
    })
    .execute()
}

function selectActions(db: Database | Transaction, workspaceId: string) {
  return db
    .selectFrom('external_actions')
    .innerJoin('external_action_versions', 'external_action_versions.external_action_id', 'external_actions.id')
    .selectAll('external_actions')
    .select(['external_action_versions.definition', 'external_action_versions.version as shown_version'])
    .where('external_actions.workspace_id', '=', workspaceId)
}

function rowToExternalAction(
  row: ExternalActionRow & { definition: ExternalAction; shown_version: number },
): StoredExternalAction {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    version: row.shown_version,
    // Version rows from before actions had limits of their own have no `limits`.
    definition: { ...row.definition, limits: row.definition.limits ?? {} },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
