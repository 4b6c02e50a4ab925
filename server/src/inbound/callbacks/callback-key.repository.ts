import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { CallbackKey } from './callback-key.ts'
import type { ExpectedCallback } from './callback-key.types.ts'

type Db = Database | Transaction

const lockSeed = 7461626903

/**
 * Holds the lock until the end of the transaction. Transactions that write keys share it. A transaction that looks for keys and
 * stores callbacks holds it alone. So when a key and a callback come at once, the later one sees the earlier. Must be taken
 * before any person's lock.
 */
export async function lockCallbackKeysShared(trx: Db, endpointIds: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(id, ${sql.lit(lockSeed)}))
    from unnest(${[...endpointIds]}::text[]) as endpoints (id)`.execute(trx)
}

export async function lockCallbackKeys(trx: Db, endpointId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${endpointId}, ${sql.lit(lockSeed)}))`.execute(trx)
}

export async function insertCallbackKeys(trx: Db, expected: readonly ExpectedCallback[]): Promise<void> {
  await sql`
    insert into callback_keys (endpoint_id, path, key_hash, journey_id, enrollment_id, visit, expires_at)
    select * from unnest(
      ${expected.map(({ endpointId }) => endpointId)}::text[],
      ${expected.map(({ path }) => path)}::text[],
      ${expected.map(({ keyHash }) => keyHash)}::text[],
      ${expected.map(({ journeyId }) => journeyId)}::uuid[],
      ${expected.map(({ enrollmentId }) => enrollmentId)}::uuid[],
      ${expected.map(({ visit }) => visit)}::integer[],
      ${expected.map(({ expiresAt }) => expiresAt)}::timestamptz[])
    on conflict (endpoint_id, path, key_hash, enrollment_id, visit) do nothing`.execute(trx)
}

export type FoundCallbackKey = CallbackKey & { enrollmentId: string; visit: number }

/** All people for whom a call was made under one of these keys, one index look-up for each key. */
export async function findCallbackKeys(
  db: Db,
  endpointId: string,
  keys: readonly CallbackKey[],
): Promise<FoundCallbackKey[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<FoundCallbackKey>`
    select e.path, e.key_hash as "keyHash", e.enrollment_id as "enrollmentId", e.visit
    from unnest(${keys.map(({ path }) => path)}::text[], ${keys.map(({ keyHash }) => keyHash)}::text[]) as wanted (path, key_hash)
    cross join lateral (
      select * from callback_keys e
      where e.endpoint_id = ${endpointId} and e.path = wanted.path and e.key_hash = wanted.key_hash
      offset 0) e
    order by e.enrollment_id, e.visit`.execute(db)
  return rows
}

/** The payload paths that name the call in callbacks expected at an endpoint: one index probe for each path. */
export async function listCallbackPaths(db: Db, endpointId: string): Promise<string[]> {
  const { rows } = await sql<{ path: string }>`
    with recursive paths as (
      (select path from callback_keys where endpoint_id = ${endpointId} order by path limit 1)
      union all
      select (select path from callback_keys
        where endpoint_id = ${endpointId} and path > paths.path order by path limit 1)
      from paths where paths.path is not null)
    select path from paths where path is not null`.execute(db)
  return rows.map(({ path }) => path)
}

export type NewEarlyCallback = CallbackKey & { eventId: string; item: number; receivedAt: Date }

export async function insertEarlyCallbacks(
  trx: Db,
  endpointId: string,
  callbacks: readonly NewEarlyCallback[],
): Promise<void> {
  if (callbacks.length === 0) return
  await sql`
    insert into early_callbacks (endpoint_id, path, key_hash, event_id, item, received_at)
    select ${endpointId}, * from unnest(
      ${callbacks.map(({ path }) => path)}::text[],
      ${callbacks.map(({ keyHash }) => keyHash)}::text[],
      ${callbacks.map(({ eventId }) => eventId)}::uuid[],
      ${callbacks.map(({ item }) => item)}::integer[],
      ${callbacks.map(({ receivedAt }) => receivedAt)}::timestamptz[])
    on conflict (endpoint_id, path, key_hash, event_id, item) do nothing`.execute(trx)
}

export type EarlyCallback = {
  enrollmentId: string
  eventId: string
  item: number
  /** As it was sent. */
  payload: string
  fanOutPath: string | null
}

/**
 * The first callback on each of these calls that came after the person reached the step and was not delivered. A callback on an
 * earlier call under the same key may have been delivered already.
 */
export async function findEarlyCallbacks(
  trx: Db,
  calls: readonly (CallbackKey & { endpointId: string; enrollmentId: string; nodeId: string; since: Date })[],
): Promise<EarlyCallback[]> {
  const { rows } = await sql<EarlyCallback>`
    select call.enrollment_id as "enrollmentId", kept.event_id as "eventId", kept.item, event.payload::text as payload,
      endpoint.fan_out_path as "fanOutPath"
    from unnest(
      ${calls.map(({ endpointId }) => endpointId)}::text[],
      ${calls.map(({ path }) => path)}::text[],
      ${calls.map(({ keyHash }) => keyHash)}::text[],
      ${calls.map(({ enrollmentId }) => enrollmentId)}::uuid[],
      ${calls.map(({ nodeId }) => nodeId)}::text[],
      ${calls.map(({ since }) => since)}::timestamptz[]
    ) as call (endpoint_id, path, key_hash, enrollment_id, node_id, since)
    cross join lateral (
      select k.event_id, k.item from early_callbacks k
      where k.endpoint_id = call.endpoint_id and k.path = call.path and k.key_hash = call.key_hash
        and k.received_at >= call.since
        and not exists (
          select 1 from signals s
          where s.enrollment_id = call.enrollment_id and s.kind = 'callbackReceived' and s.node_id = call.node_id
            and s.occurred_at >= k.received_at)
      order by k.event_id, k.item limit 1) kept
    join inbound_events event on event.id = kept.event_id
    join event_endpoints endpoint on endpoint.id = event.endpoint_id
    where event.payload is not null
    order by kept.event_id, kept.item`.execute(trx)
  return rows
}

/** Callbacks of an event reached people later, so an event without a recipient becomes processed and is not replayed. */
export async function markCallbacksDelivered(
  trx: Db,
  told: readonly { eventId: string; item: number }[],
): Promise<void> {
  await sql`
    update inbound_events event set
      status = case when event.status in ('nobody', 'refused') then 'processed' else event.status end,
      matched = event.matched + told.people,
      reasons = coalesce((
        select jsonb_agg(reason order by at) from jsonb_array_elements(event.reasons) with ordinality as reasons (reason, at)
        where not (reason->>'code' = 'event.callbackNobody' and (reason->>'item')::integer = any(told.items))), '[]')
    from (
      select event_id, array_agg(item) as items, count(*)::integer as people from unnest(
        ${told.map(({ eventId }) => eventId)}::uuid[],
        ${told.map(({ item }) => item)}::integer[]) as told (event_id, item)
      group by event_id) told
    where event.id = told.event_id`.execute(trx)
}

const batchSize = 5000

/** Deletes keys of calls whose callback is long overdue, unless the person still stands where the callback is awaited. */
export async function deleteExpiredCallbackKeys(db: Db, now: Date): Promise<void> {
  for (;;) {
    const { numAffectedRows } = await sql`
      delete from callback_keys where (endpoint_id, path, key_hash, enrollment_id, visit) in (
        select endpoint_id, path, key_hash, enrollment_id, visit from callback_keys callback
        where expires_at < ${now} and not exists (
          select 1 from enrollments e
          where e.id = callback.enrollment_id and e.visit = callback.visit + 1 and e.status not in ('completed', 'dropped'))
        limit ${sql.lit(batchSize)})`.execute(db)
    if ((numAffectedRows ?? 0n) < batchSize) return
  }
}

export async function deleteEarlyCallbacks(db: Db, receivedBefore: Date): Promise<void> {
  for (;;) {
    const { numAffectedRows } = await sql`
      delete from early_callbacks where (endpoint_id, path, key_hash, event_id, item) in (
        select endpoint_id, path, key_hash, event_id, item from early_callbacks
        where received_at < ${receivedBefore} limit ${sql.lit(batchSize)})`.execute(db)
    if ((numAffectedRows ?? 0n) < batchSize) return
  }
}

export async function deleteCallbacksOfEndpoint(trx: Db, endpointId: string): Promise<void> {
  await trx.deleteFrom('callback_keys').where('endpoint_id', '=', endpointId).execute()
  await trx.deleteFrom('early_callbacks').where('endpoint_id', '=', endpointId).execute()
}

export async function deleteExpectedReportsOfJourney(trx: Transaction, journeyId: string): Promise<void> {
  await trx.deleteFrom('callback_keys').where('journey_id', '=', journeyId).execute()
}
