import { type RawBuilder, sql } from 'kysely'
import {
  type LimiterState,
  grantCalls,
  type Grant,
  type Limiter,
} from '@tabiji/shared/http-call/limits/call-limiter.ts'
import type { CallLimits } from '@tabiji/shared/http-call/limits/call-limits.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { BreakerError } from './call-limiter.table.ts'

/** A limiter belongs to a connection, or to one external action of it. */
export type LimiterKey = { kind: 'connection' | 'externalAction'; id: string }

/**
 * The current time in SQL. All times come from the database, so that workers with different clocks agree. Tests provide another
 * clock.
 */
export type SqlTime = () => RawBuilder<Date>

export const databaseTime: SqlTime = () => sql<Date>`clock_timestamp()`

export type StoredLimiter = LimiterState & { lastError: BreakerError | null; now: number }

type LimiterRow = {
  next_call_at: Date | null
  opened_at: Date | null
  next_probe_at: Date | null
  is_probed: boolean
  open_until: Date | null
  ramp_from: Date | null
  last_error: BreakerError | null
  now: Date
}

/** Workers send a heartbeat every second. A worker without one for 5 seconds holds no places any more. */
const isSeen = (time: SqlTime) => sql`workers.seen_at >= ${time()} - interval '5 seconds'`

const limiterColumns = (time: SqlTime) => sql`
  next_call_at, opened_at, next_probe_at, open_until, ramp_from, last_error, ${time()} as now,
  exists (select from workers where workers.id = probe_owner and ${isSeen(time)}) as is_probed`

function rowToLimiter(row: LimiterRow): StoredLimiter {
  return {
    nextCallAt: row.next_call_at?.getTime() ?? null,
    openedAt: row.opened_at?.getTime() ?? null,
    nextProbeAt: row.next_probe_at?.getTime() ?? null,
    isProbed: row.is_probed,
    openUntil: row.open_until?.getTime() ?? null,
    rampFrom: row.ramp_from?.getTime() ?? null,
    lastError: row.last_error,
    now: row.now.getTime(),
  }
}

/** Undefined when the connection never needed a limiter: nothing limits its calls. */
export async function findLimiter(
  db: Database | Transaction,
  connectionId: string,
  time: SqlTime = databaseTime,
): Promise<StoredLimiter | undefined> {
  const { rows } = await sql<LimiterRow>`
    select ${limiterColumns(time)} from call_limiters where id = ${connectionId}::uuid`.execute(db)
  return rows[0] && rowToLimiter(rows[0])
}

export type AskedLimiter = { key: LimiterKey; limits: CallLimits; underWay: number }

export type Taken = {
  grant: Grant
  /** In the same order as `asked`. */
  limiters: {
    /** Undefined when its connection or action was deleted meanwhile. */
    state: StoredLimiter | undefined
    /** Places of the concurrency limit that this worker holds now; null where nothing changed. */
    concurrency: number | null
    /** The concurrency limit has no more places for this worker now. */
    isFull: boolean
  }[]
}

/**
 * Takes the next calls for one worker at all their limiters: a block of starts, places under the concurrency limits, or the
 * probe. One short transaction takes a block of some hundred milliseconds, whatever the number of calls in it. The row locks make
 * all workers together keep the limits. A place is taken at every limiter or at none.
 */
export async function takeCalls(
  db: Database,
  request: { owner: string; wanted: number; asked: readonly [AskedLimiter, ...AskedLimiter[]] },
  time: SqlTime = databaseTime,
): Promise<Taken> {
  const taken = await takeFromRows(db, request, time, 'allThere')
  if (taken !== null) return taken
  // Outside of that transaction: it may already hold the lock of the action's row, but the connection's lock has to come first.
  for (const { key } of request.asked) await insertLimiter(db, key)
  return (await takeFromRows(db, request, time, 'anyThere'))!
}

/** With `allThere` it returns null unless all rows exist. */
async function takeFromRows(
  db: Database,
  request: { owner: string; wanted: number; asked: readonly [AskedLimiter, ...AskedLimiter[]] },
  time: SqlTime,
  needed: 'allThere' | 'anyThere',
): Promise<Taken | null> {
  const { owner, wanted, asked } = request
  return db.transaction().execute(async (trx) => {
    const found = await lockLimiters(trx, asked, time)
    if (found.size < asked.length && needed === 'allThere') return null
    const states = asked.map(({ key }) => found.get(key.id))
    const [first, ...others] = asked.filter(({ key }) => found.has(key.id))
    // The connection or action was deleted meanwhile. The call itself then fails with that reason for each person at its step.
    if (!first || !states[0]) {
      return { grant: { kind: 'free' }, limiters: states.map((state) => ({ state, concurrency: null, isFull: false })) }
    }
    const limiterWith = ({ key, limits }: AskedLimiter): Limiter => ({ state: found.get(key.id)!, limits })

    const places = new Map<string, number>()
    for (const { key, limits, underWay } of [first, ...others]) {
      if (limits.concurrency === undefined) continue
      places.set(
        key.id,
        await findConcurrency(trx, { limiterId: key.id, owner, underWay, wanted, limit: limits.concurrency }, time),
      )
    }
    const freeAt = ({ key, underWay }: AskedLimiter) => (places.get(key.id) ?? Infinity) - underWay
    const capacity = Math.min(wanted, ...asked.map(freeAt))
    const isFull = capacity <= 0
    const now = Math.max(...states.map((state) => state?.now ?? 0))
    const grant: Grant = isFull
      ? { kind: 'denied', because: 'limit', until: now }
      : grantCalls([limiterWith(first), ...others.map(limiterWith)], capacity, now)
    if (grant.kind === 'calls' || grant.kind === 'probe') {
      await saveNextCalls(
        trx,
        [first, ...others].map(({ key }, index) => ({ limiterId: key.id, at: grant.nextCallAts[index] ?? null })),
      )
    }
    if (grant.kind === 'probe') {
      await sql`update call_limiters set probe_owner = ${owner}::uuid where id = ${first.key.id}::uuid`.execute(trx)
    }

    const calls = { free: capacity, calls: grant.kind === 'calls' ? grant.starts.length : 0, probe: 1, denied: 0 }[
      grant.kind
    ]
    const limiters: Taken['limiters'] = []
    for (const [index, limiter] of asked.entries()) {
      const free = freeAt(limiter) - calls
      // A worker without enough places saves that, so that workers with more than an equal share give places up.
      const isChanged = places.has(limiter.key.id) && (calls > 0 || free <= 0)
      const concurrency = isChanged ? limiter.underWay + calls : null
      if (concurrency !== null) await saveConcurrency(trx, { limiterId: limiter.key.id, owner, concurrency })
      limiters.push({ state: states[index], concurrency, isFull: free <= 0 })
    }
    return { grant, limiters }
  })
}

/** Locks the connection's limiter first, so that two workers cannot deadlock. */
async function lockLimiters(
  trx: Transaction,
  asked: readonly AskedLimiter[],
  time: SqlTime,
): Promise<Map<string, StoredLimiter>> {
  const { rows } = await sql<LimiterRow & { id: string }>`
    select id, ${limiterColumns(time)} from call_limiters where id = any(${asked.map(({ key }) => key.id)}::uuid[])
    order by connection_id is null for update`.execute(trx)
  return new Map(rows.map((row) => [row.id, rowToLimiter(row)]))
}

async function insertLimiter(db: Database | Transaction, { kind, id }: LimiterKey): Promise<void> {
  await (
    kind === 'connection'
      ? sql`insert into call_limiters (id, connection_id)
          select id, id from connections where id = ${id}::uuid on conflict do nothing`
      : sql`insert into call_limiters (id, external_action_id)
          select id, id from external_actions where id = ${id}::uuid on conflict do nothing`
  ).execute(db)
}

/**
 * Rounded up, because the database's response is read in whole milliseconds and a start must not come before its granted time.
 */
async function saveNextCalls(trx: Transaction, next: { limiterId: string; at: number | null }[]): Promise<void> {
  for (const { limiterId, at } of next) {
    if (at === null) continue
    await sql`update call_limiters set next_call_at = ${new Date(Math.ceil(at))} where id = ${limiterId}::uuid`.execute(
      trx,
    )
  }
}

/**
 * As many places as are wanted and free. While other workers lack places, no more than an equal share, but never fewer than are
 * in use.
 */
async function findConcurrency(
  trx: Transaction,
  request: { limiterId: string; owner: string; wanted: number; underWay: number; limit: number },
  time: SqlTime,
): Promise<number> {
  await sql`delete from call_limiter_quotas s where limiter_id = ${request.limiterId}::uuid and worker_id <> ${request.owner}::uuid
    and not exists (select from workers where workers.id = s.worker_id and ${isSeen(time)})`.execute(trx)
  const { rows } = await sql<{ workers: number; concurrency: number }>`
    select count(*)::int as workers, coalesce(sum(concurrency), 0)::int as concurrency from call_limiter_quotas
    where limiter_id = ${request.limiterId}::uuid and worker_id <> ${request.owner}::uuid`.execute(trx)
  const { workers, concurrency: others } = rows[0]!
  const equalPart = Math.max(1, Math.ceil(request.limit / (workers + 1)))
  const granted = Math.min(
    request.underWay + request.wanted,
    request.limit - others,
    workers > 0 ? equalPart : request.limit,
  )
  return Math.max(request.underWay, granted, 0)
}

async function saveConcurrency(
  trx: Transaction,
  request: { limiterId: string; owner: string; concurrency: number },
): Promise<void> {
  await sql`insert into call_limiter_quotas (limiter_id, worker_id, concurrency)
    values (${request.limiterId}::uuid, ${request.owner}::uuid, ${request.concurrency}::integer)
    on conflict (limiter_id, worker_id) do update set concurrency = excluded.concurrency`.execute(trx)
}

export async function releaseConcurrency(db: Database, limiterId: string, owner: string): Promise<void> {
  await sql`delete from call_limiter_quotas where limiter_id = ${limiterId}::uuid and worker_id = ${owner}::uuid`.execute(
    db,
  )
}

/** The worker had no person for the probe call. */
export async function releaseProbe(db: Database, connectionId: string, owner: string): Promise<void> {
  await sql`update call_limiters set probe_owner = null
    where id = ${connectionId}::uuid and probe_owner = ${owner}::uuid`.execute(db)
}

/**
 * Returns true when this statement opened the breaker. A breaker that opens again soon after it closed continues with its longer
 * waits.
 */
export async function openBreaker(
  db: Database | Transaction,
  connectionId: string,
  error: BreakerError,
  waitsMs: readonly number[],
  time: SqlTime = databaseTime,
): Promise<boolean> {
  await insertLimiter(db, { kind: 'connection', id: connectionId })
  const { rows } = await sql`
    update call_limiters set
      opened_at = ${time()}, probe_owner = null, last_error = ${JSON.stringify(error)}::jsonb,
      probes = again.probes,
      next_probe_at = ${time()} + (${waitsMs}::float8[])[least(again.probes, ${waitsMs.length - 1}) + 1] * interval '1 millisecond'
    from (
      select case when ramp_from > ${time()} - interval '1 minute' then probes + 1 else 0 end as probes
      from call_limiters where id = ${connectionId}::uuid
    ) again
    where id = ${connectionId}::uuid and opened_at is null
    returning 1`.execute(db)
  return rows.length > 0
}

export async function failProbe(
  db: Database,
  connectionId: string,
  owner: string,
  error: BreakerError,
  waitsMs: readonly number[],
  time: SqlTime = databaseTime,
): Promise<void> {
  await sql`
    update call_limiters set probes = probes + 1, probe_owner = null, last_error = ${JSON.stringify(error)}::jsonb,
      next_probe_at = ${time()} + (${waitsMs}::float8[])[least(probes + 1, ${waitsMs.length - 1}) + 1] * interval '1 millisecond'
    where id = ${connectionId}::uuid and opened_at is not null and probe_owner = ${owner}::uuid`.execute(db)
}

/** Returns true when the breaker was open. Calls that waited for it start slowly. */
export async function closeBreaker(
  db: Database | Transaction,
  connectionId: string,
  time: SqlTime = databaseTime,
): Promise<boolean> {
  const { rows } = await sql`
    update call_limiters set opened_at = null, next_probe_at = null, probe_owner = null, open_until = null,
      ramp_from = ${time()}, next_call_at = null
    where id = ${connectionId}::uuid and (opened_at is not null or open_until > ${time()})
    returning 1`.execute(db)
  return rows.length > 0
}

/** The other side asked all callers to wait. A longer wait from an earlier request stays. */
export async function openCircuitUntil(
  db: Database | Transaction,
  connectionId: string,
  forMs: number,
  error: BreakerError,
  time: SqlTime = databaseTime,
): Promise<void> {
  await insertLimiter(db, { kind: 'connection', id: connectionId })
  await sql`
    update call_limiters set open_until = quiet.until, ramp_from = quiet.until, last_error = ${JSON.stringify(error)}::jsonb
    from (select ${time()} + ${forMs}::float8 * interval '1 millisecond' as until) quiet
    where id = ${connectionId}::uuid and (open_until is null or open_until < quiet.until)`.execute(db)
}
