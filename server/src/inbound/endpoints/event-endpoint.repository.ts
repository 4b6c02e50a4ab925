import { sql } from 'kysely'
import type { EventField } from '@tabiji/shared/events/event-field.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { EndpointDrift, EventEndpoint } from './event-endpoint.ts'
import type { EventEndpointRow } from './event-endpoint.table.ts'

type Db = Database | Transaction

/** Looks up by the address alone, for senders, who have no workspace. The row names the workspace. */
export async function findEndpointByAddress(db: Db, id: string): Promise<EventEndpoint | undefined> {
  const row = await db.selectFrom('event_endpoints').selectAll().where('id', '=', id).executeTakeFirst()
  return row && rowToEndpoint(row)
}

export async function findEndpoint(db: Db, workspaceId: string, id: string): Promise<EventEndpoint | undefined> {
  const row = await db
    .selectFrom('event_endpoints')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && rowToEndpoint(row)
}

export async function lockEndpoint(db: Db, workspaceId: string, id: string): Promise<EventEndpoint | undefined> {
  const row = await db
    .selectFrom('event_endpoints')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && rowToEndpoint(row)
}

export async function listEndpointRows(db: Db, workspaceId: string): Promise<EventEndpoint[]> {
  const rows = await db
    .selectFrom('event_endpoints')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy(sql`lower(name)`)
    .execute()
  return rows.map(rowToEndpoint)
}

export async function isEndpointNameTaken(
  db: Db,
  wanted: { workspaceId: string; name: string; exceptId?: string },
): Promise<boolean> {
  let select = db
    .selectFrom('event_endpoints')
    .select('id')
    .where('workspace_id', '=', wanted.workspaceId)
    .where(sql<boolean>`lower(name) = lower(${wanted.name})`)
  if (wanted.exceptId !== undefined) select = select.where('id', '<>', wanted.exceptId)
  return (await select.executeTakeFirst()) !== undefined
}

export async function insertEndpoint(db: Db, endpoint: EventEndpoint): Promise<void> {
  await db
    .insertInto('event_endpoints')
    .values({
      id: endpoint.id,
      workspace_id: endpoint.workspaceId,
      created_at: new Date(endpoint.createdAt),
      ...changeable(endpoint),
    })
    .execute()
}

/** Writes all values except those that receiving events updates: the last use of the key, and drift. */
export async function updateEndpointRow(db: Db, endpoint: EventEndpoint): Promise<void> {
  const { key_last_used_at: _, ...changed } = changeable(endpoint)
  await db.updateTable('event_endpoints').set(changed).where('id', '=', endpoint.id).execute()
}

export async function deleteEndpointRow(db: Db, id: string): Promise<void> {
  await db.deleteFrom('event_endpoints').where('id', '=', id).execute()
}

export async function touchEndpointKey(db: Db, id: string, at: Date): Promise<void> {
  await db.updateTable('event_endpoints').set({ key_last_used_at: at }).where('id', '=', id).execute()
}

export async function saveEndpointDrift(db: Db, id: string, drift: EndpointDrift): Promise<void> {
  await db
    .updateTable('event_endpoints')
    .set({ drift: JSON.stringify(drift) })
    .where('id', '=', id)
    .execute()
}

export async function insertEndpointVersion(
  db: Db,
  version: { endpointId: string; version: number; fields: EventField[]; acceptedBy: Actor; at: Date },
): Promise<void> {
  await db
    .insertInto('event_endpoint_versions')
    .values({
      endpoint_id: version.endpointId,
      version: version.version,
      fields: JSON.stringify(version.fields),
      accepted_by: JSON.stringify(version.acceptedBy),
      accepted_at: version.at,
    })
    .execute()
}

/** Counts one more event in the current minute. Returns the new count. */
export async function countInMinute(db: Db, endpointId: string, minute: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    insert into event_rates (endpoint_id, minute, count) values (${endpointId}, ${minute}, 1)
    on conflict (endpoint_id) do update set
      count = case when event_rates.minute = excluded.minute then event_rates.count + 1 else 1 end,
      minute = excluded.minute
    returning count`.execute(db)
  return rows[0]!.count
}

function changeable(endpoint: EventEndpoint) {
  return {
    name: endpoint.name,
    topic: endpoint.topic,
    key_hash: endpoint.keyHash,
    key_prefix: endpoint.keyPrefix,
    key_created_at: new Date(endpoint.keyCreatedAt),
    key_last_used_at: endpoint.keyLastUsedAt === null ? null : new Date(endpoint.keyLastUsedAt),
    previous_key_hash: endpoint.previousKeyHash,
    previous_key_until: endpoint.previousKeyUntil === null ? null : new Date(endpoint.previousKeyUntil),
    hmac_secret: endpoint.sealedHmacSecret,
    fields: JSON.stringify(endpoint.fields),
    schema_version: endpoint.schemaVersion,
    match_by: JSON.stringify(endpoint.matchBy),
    mapping: JSON.stringify(endpoint.mapping),
    enroll_journey_id: endpoint.enrollJourneyId,
    updates_people: endpoint.updatesPeople,
    fan_out_path: endpoint.fanOutPath,
    dedupe_path: endpoint.dedupePath,
    rate_limit_per_minute: endpoint.rateLimitPerMinute,
    drift: endpoint.drift === null ? null : JSON.stringify(endpoint.drift),
    updated_at: new Date(endpoint.updatedAt),
  }
}

function rowToEndpoint(row: EventEndpointRow): EventEndpoint {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    topic: row.topic,
    keyHash: row.key_hash,
    keyPrefix: row.key_prefix,
    keyCreatedAt: row.key_created_at.toISOString(),
    keyLastUsedAt: row.key_last_used_at?.toISOString() ?? null,
    previousKeyHash: row.previous_key_hash,
    previousKeyUntil: row.previous_key_until?.toISOString() ?? null,
    sealedHmacSecret: row.hmac_secret,
    fields: row.fields,
    schemaVersion: row.schema_version,
    matchBy: row.match_by,
    mapping: row.mapping,
    enrollJourneyId: row.enroll_journey_id,
    updatesPeople: row.updates_people,
    fanOutPath: row.fan_out_path,
    dedupePath: row.dedupe_path,
    rateLimitPerMinute: row.rate_limit_per_minute,
    drift: row.drift,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
