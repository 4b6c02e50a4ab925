import { sql } from 'kysely'
import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import { type EventOutcome, type EventStatus, type InboundEvent, replayableStatuses } from './inbound-event.ts'

type Db = Database | Transaction

/**
 * Claims a key for an event. When another event holds the key, it returns the id of that event. A concurrent claim of the same
 * key waits for this transaction to commit.
 */
export async function claimIdempotencyKey(
  trx: Db,
  claim: { endpointId: string; keyHash: string; eventId: string; now: Date; expiresAt: Date },
): Promise<{ claimedBy: string | null }> {
  const { rows } = await sql<{ event_id: string }>`
    insert into event_idempotency_keys (endpoint_id, key_hash, event_id, expires_at)
    values (${claim.endpointId}, ${claim.keyHash}, ${claim.eventId}, ${claim.expiresAt})
    on conflict (endpoint_id, key_hash) do update set event_id = excluded.event_id, expires_at = excluded.expires_at
      where event_idempotency_keys.expires_at <= ${claim.now}
    returning event_id`.execute(trx)
  if (rows.length > 0) return { claimedBy: null }
  const claimed = await trx
    .selectFrom('event_idempotency_keys')
    .select('event_id')
    .where('endpoint_id', '=', claim.endpointId)
    .where('key_hash', '=', claim.keyHash)
    .executeTakeFirstOrThrow()
  return { claimedBy: claimed.event_id }
}

export async function insertEvent(
  trx: Db,
  event: {
    id: string
    workspaceId: string
    endpointId: string
    /** The JSON text as it was sent. */
    payload: string | null
    sizeBytes: number
    status: 'received' | 'duplicate'
    duplicateOf: string | null
    receivedAt: Date
  },
): Promise<void> {
  await trx
    .insertInto('inbound_events')
    .values({
      id: event.id,
      workspace_id: event.workspaceId,
      endpoint_id: event.endpointId,
      payload: event.payload,
      size_bytes: event.sizeBytes,
      status: event.status,
      received_at: event.receivedAt,
      processed_at: null,
      duplicate_of: event.duplicateOf,
      reasons: JSON.stringify([]),
      drift: null,
      matched: 0,
      enrolled: 0,
      refused: 0,
    })
    .execute()
}

/** Holds the lock until the end of the transaction: one worker at a time processes the events of one endpoint, in their order. */
export async function lockEndpointOrder(trx: Db, endpointId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${endpointId}, 7461626902))`.execute(trx)
}

/** The oldest events that no worker has processed yet. */
export async function listPendingEvents(
  trx: Db,
  endpointId: string,
  limit: number,
): Promise<{ id: string; payload: unknown; receivedAt: Date }[]> {
  const rows = await trx
    .selectFrom('inbound_events')
    .select(['id', payloadText, 'received_at'])
    .where('endpoint_id', '=', endpointId)
    .where('status', '=', sql.lit('received'))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ id: row.id, payload: payloadOf(row.payload ?? ''), receivedAt: row.received_at }))
}

/** Read as text, because the driver reads JSON with numbers that round long ids. */
const payloadText = sql<string | null>`payload::text`.as('payload')

/** Parsed like replies to calls: an id with more digits than a number can hold stays exact, and equals the same id in a reply. */
function payloadOf(text: string): unknown {
  return parseExactJson(text)
}

export async function finishEvent(trx: Db, id: string, outcome: EventOutcome, now: Date): Promise<void> {
  await trx
    .updateTable('inbound_events')
    .set({
      status: outcome.status,
      matched: outcome.matched,
      enrolled: outcome.enrolled,
      refused: outcome.refused,
      reasons: JSON.stringify(outcome.reasons),
      drift: outcome.drift === null ? null : JSON.stringify(outcome.drift),
      processed_at: now,
    })
    .where('id', '=', id)
    .execute()
}

type EventQuery = {
  endpointId: string
  statuses?: readonly EventStatus[] | undefined
  beforeId?: string | undefined
  limit: number
}

/** Newest first. Only a single event is read with its payload: the payloads of a page could be 200 MB. */
export async function listEventRows(db: Db, query: EventQuery): Promise<Omit<InboundEvent, 'payload'>[]> {
  let select = db
    .selectFrom('inbound_events')
    .select(shown)
    .where('endpoint_id', '=', query.endpointId)
    .orderBy('id', 'desc')
    .limit(query.limit)
  if (query.statuses !== undefined) select = select.where('status', 'in', query.statuses)
  if (query.beforeId !== undefined) select = select.where('id', '<', query.beforeId)
  return (await select.execute()).map(rowToEvent)
}

export async function findEvent(db: Db, endpointId: string, id: string): Promise<InboundEvent | undefined> {
  if (!isUuid(id)) return undefined
  const row = await db
    .selectFrom('inbound_events')
    .select([...shown, payloadText])
    .where('endpoint_id', '=', endpointId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { ...rowToEvent(row), payload: row.payload === null ? null : payloadOf(row.payload) }
}

/** The newest event with a payload that was received at or after a time. */
export async function findNewestSample(db: Db, endpointId: string, since: Date): Promise<InboundEvent | undefined> {
  const row = await db
    .selectFrom('inbound_events')
    .select([...shown, payloadText])
    .where('endpoint_id', '=', endpointId)
    .where('status', '<>', 'duplicate')
    .where('received_at', '>=', since)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { ...rowToEvent(row), payload: row.payload === null ? null : payloadOf(row.payload) }
}

/** Marks stored events for another processing. Returns how many there were. */
export async function markForReplay(
  trx: Db,
  chosen: { endpointId: string; ids?: readonly string[] | undefined; limit: number },
): Promise<number> {
  let kept = trx
    .selectFrom('inbound_events')
    .select('id')
    .where('endpoint_id', '=', chosen.endpointId)
    .where('status', 'in', replayableStatuses)
    .orderBy('id')
    .limit(chosen.limit)
    .forUpdate()
  if (chosen.ids !== undefined) kept = kept.where('id', 'in', chosen.ids)
  const rows = await trx
    .updateTable('inbound_events')
    .set({ status: 'received', processed_at: null })
    .where('id', 'in', kept)
    .returning('id')
    .execute()
  return rows.length
}

export type EndpointNumbers = { lastReceivedAt: string | null; receivedLast24h: number; kept: number }

/** Counts stop at 1,000, so that the page does not get slower with more events. */
const countUpTo = 1000

export async function readEndpointNumbers(
  db: Db,
  endpointIds: readonly string[],
  since: Date,
): Promise<Map<string, EndpointNumbers>> {
  if (endpointIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; last: Date | null; recent: number; kept: number }>`
    select endpoint.id,
      (select received_at from inbound_events e where e.endpoint_id = endpoint.id order by e.id desc limit 1) as last,
      (select count(*) from (
        select 1 from inbound_events e where e.endpoint_id = endpoint.id and e.received_at >= ${since}
        order by e.id desc limit ${sql.lit(countUpTo)}) recent) as recent,
      (select count(*) from (
        select 1 from inbound_events e where e.endpoint_id = endpoint.id and e.status in ('nobody', 'refused', 'failed')
        limit ${sql.lit(countUpTo)}) kept) as kept
    from unnest(${endpointIds}::text[]) as endpoint (id)`.execute(db)
  return new Map(
    rows.map((row) => [
      row.id,
      { lastReceivedAt: row.last?.toISOString() ?? null, receivedLast24h: row.recent, kept: row.kept },
    ]),
  )
}

/** Endpoints with pending events whose job is gone. */
export async function listEndpointsWithPending(
  db: Db,
  receivedBefore: Date,
): Promise<{ endpointId: string; workspaceId: string }[]> {
  return db
    .selectFrom('inbound_events')
    .select(['endpoint_id as endpointId', 'workspace_id as workspaceId'])
    .distinct()
    .where('status', '=', sql.lit('received'))
    .where('received_at', '<', receivedBefore)
    .execute()
}

const batchSize = 5000

/** Deletes in bounded statements. Events that were not processed yet stay, however old they are. */
export async function deleteOldEvents(db: Db, old: { workspaceId: string; before: Date }): Promise<void> {
  for (;;) {
    const { numAffectedRows } = await sql`
      delete from inbound_events where id = any(array(
        select id from inbound_events
        where workspace_id = ${old.workspaceId}::uuid and received_at < ${old.before} and status <> 'received'
        limit ${sql.lit(batchSize)}))`.execute(db)
    if ((numAffectedRows ?? 0n) < batchSize) return
  }
}

/** Deletes keys that no longer block an event. */
export async function deleteExpiredKeys(db: Db, now: Date): Promise<void> {
  for (;;) {
    const { numAffectedRows } = await sql`
      delete from event_idempotency_keys where (endpoint_id, key_hash) in (
        select endpoint_id, key_hash from event_idempotency_keys where expires_at < ${now}
        limit ${sql.lit(batchSize)})`.execute(db)
    if ((numAffectedRows ?? 0n) < batchSize) return
  }
}

const shown = [
  'id',
  'endpoint_id',
  'size_bytes',
  'status',
  'received_at',
  'processed_at',
  'matched',
  'enrolled',
  'refused',
  'reasons',
  'duplicate_of',
  'drift',
] as const

type Shown = {
  id: string
  endpoint_id: string
  size_bytes: number
  status: EventStatus
  received_at: Date
  processed_at: Date | null
  matched: number
  enrolled: number
  refused: number
  reasons: InboundEvent['reasons']
  duplicate_of: string | null
  drift: InboundEvent['drift']
}

function rowToEvent(row: Shown): Omit<InboundEvent, 'payload'> {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    sizeBytes: row.size_bytes,
    status: row.status,
    receivedAt: row.received_at.toISOString(),
    processedAt: row.processed_at?.toISOString() ?? null,
    matched: row.matched,
    enrolled: row.enrolled,
    refused: row.refused,
    reasons: row.reasons,
    duplicateOf: row.duplicate_of,
    drift: row.drift,
  }
}
