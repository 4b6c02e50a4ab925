import { sql } from 'kysely'
import { type GateState, grantCalls, type Grant, openGate } from '@tabiji/shared/callout/call-gate.ts'
import type { ConnectionLimits } from '@tabiji/shared/callout/connection-limits.ts'
import type { CalloutOutcome } from '@tabiji/shared/callout/outcome.ts'
import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'

/** What shut the gate. */
export type GateError = { outcome: CalloutOutcome; status: number | null; code: string | null; at: string }

export type StoredGate = GateState & { lastError: GateError | null; now: number }

type GateRow = {
  next_call_at: Date | null
  opened_at: Date | null
  next_probe_at: Date | null
  is_probed: boolean
  hold_until: Date | null
  ramp_from: Date | null
  last_error: GateError | null
  now: Date
}

/** Workers beat every second; one that was not seen for so long holds nothing any more. */
const isSeen = sql`workers.seen_at >= clock_timestamp() - interval '5 seconds'`

/** All times are the database's own, so that workers whose clocks differ agree. */
const gateColumns = sql`
  next_call_at, opened_at, next_probe_at, hold_until, ramp_from, last_error, clock_timestamp() as now,
  exists (select from workers where workers.id = probe_owner and ${isSeen}) as is_probed`

function rowToGate(row: GateRow): StoredGate {
  return {
    nextCallAt: row.next_call_at?.getTime() ?? null,
    openedAt: row.opened_at?.getTime() ?? null,
    nextProbeAt: row.next_probe_at?.getTime() ?? null,
    isProbed: row.is_probed,
    holdUntil: row.hold_until?.getTime() ?? null,
    rampFrom: row.ramp_from?.getTime() ?? null,
    lastError: row.last_error,
    now: row.now.getTime(),
  }
}

/** Undefined when the connection never needed one, which is as good as open. */
export async function findGate(db: Database | Transaction, connectionId: string): Promise<StoredGate | undefined> {
  const { rows } = await sql<GateRow>`
    select ${gateColumns} from connection_gates where connection_id = ${connectionId}::uuid`.execute(db)
  return rows[0] && rowToGate(rows[0])
}

export type Taken = {
  grant: Grant
  gate: StoredGate
  /** Places of the concurrency limit this worker holds now. */ slots: number
}

/**
 * Takes the next calls for one worker: a block of starts, places under the concurrency limit, or the probe. One short
 * transaction for a block of some hundred milliseconds, whatever the number of calls in it; the row's lock is what makes
 * every worker together keep the limit.
 */
export async function takeCalls(
  db: Database,
  of: {
    connectionId: string
    owner: string
    limits: ConnectionLimits
    wanted: number
    underWay: number
  },
): Promise<Taken> {
  const { connectionId, owner, limits } = of
  return db.transaction().execute(async (trx) => {
    const lock = () =>
      sql<GateRow>`select ${gateColumns} from connection_gates
        where connection_id = ${connectionId}::uuid for update`.execute(trx)
    let { rows } = await lock()
    if (rows.length === 0) {
      await insertGate(trx, connectionId)
      rows = (await lock()).rows
    }
    // Deleted meanwhile: whoever is left at a step of it learns so from the call itself.
    if (!rows[0]) return { grant: { kind: 'free' }, gate: { ...openGate, lastError: null, now: 0 }, slots: 0 }
    const gate = rowToGate(rows[0])
    const slots = limits.concurrency === undefined ? Infinity : await takeSlots(trx, of, limits.concurrency)
    const free = slots - of.underWay
    const grant = grantCalls(gate, limits, Math.min(of.wanted, Math.max(free, 0)), gate.now)
    if (grant.kind === 'calls') {
      await sql`update connection_gates set next_call_at = ${new Date(grant.nextCallAt)}
        where connection_id = ${connectionId}::uuid`.execute(trx)
    }
    if (grant.kind === 'probe') {
      await sql`update connection_gates set probe_owner = ${owner}::uuid
        where connection_id = ${connectionId}::uuid`.execute(trx)
    }
    return { grant, gate, slots }
  })
}

async function insertGate(db: Database | Transaction, connectionId: string): Promise<void> {
  await sql`insert into connection_gates (connection_id)
    select id from connections where id = ${connectionId}::uuid on conflict do nothing`.execute(db)
}

/** As many as wanted and free; while others go short, no more than an equal share, but never fewer than are in use. */
async function takeSlots(
  trx: Transaction,
  of: { connectionId: string; owner: string; wanted: number; underWay: number },
  limit: number,
): Promise<number> {
  await sql`delete from connection_slots s where connection_id = ${of.connectionId}::uuid and worker_id <> ${of.owner}::uuid
    and not exists (select from workers where workers.id = s.worker_id and ${isSeen})`.execute(trx)
  const { rows } = await sql<{ workers: number; slots: number }>`
    select count(*)::int as workers, coalesce(sum(slots), 0)::int as slots from connection_slots
    where connection_id = ${of.connectionId}::uuid and worker_id <> ${of.owner}::uuid`.execute(trx)
  const { workers, slots: others } = rows[0]!
  const share = Math.max(1, Math.ceil(limit / (workers + 1)))
  const wished = Math.min(of.underWay + of.wanted, limit - others, workers > 0 ? share : limit)
  const slots = Math.max(of.underWay, wished, 0)
  await sql`insert into connection_slots (connection_id, worker_id, slots)
    values (${of.connectionId}::uuid, ${of.owner}::uuid, ${slots}::integer)
    on conflict (connection_id, worker_id) do update set slots = excluded.slots`.execute(trx)
  return slots
}

export async function releaseSlots(db: Database, connectionId: string, owner: string): Promise<void> {
  await sql`delete from connection_slots
    where connection_id = ${connectionId}::uuid and worker_id = ${owner}::uuid`.execute(db)
}

/** Nobody was there to make it. */
export async function releaseProbe(db: Database, connectionId: string, owner: string): Promise<void> {
  await sql`update connection_gates set probe_owner = null
    where connection_id = ${connectionId}::uuid and probe_owner = ${owner}::uuid`.execute(db)
}

/** True when this is what opened it. A breaker that opens again soon after it closed goes on with its longer waits. */
export async function openBreaker(
  db: Database | Transaction,
  connectionId: string,
  error: GateError,
  waitsMs: readonly number[],
): Promise<boolean> {
  await insertGate(db, connectionId)
  const { rows } = await sql`
    update connection_gates set
      opened_at = clock_timestamp(), probe_owner = null, last_error = ${JSON.stringify(error)}::jsonb,
      probes = again.probes,
      next_probe_at = clock_timestamp() + (${waitsMs}::float8[])[least(again.probes, ${waitsMs.length - 1}) + 1] * interval '1 millisecond'
    from (
      select case when ramp_from > clock_timestamp() - interval '1 minute' then probes + 1 else 0 end as probes
      from connection_gates where connection_id = ${connectionId}::uuid
    ) again
    where connection_id = ${connectionId}::uuid and opened_at is null
    returning 1`.execute(db)
  return rows.length > 0
}

export async function failProbe(
  db: Database,
  connectionId: string,
  owner: string,
  error: GateError,
  waitsMs: readonly number[],
): Promise<void> {
  await sql`
    update connection_gates set probes = probes + 1, probe_owner = null, last_error = ${JSON.stringify(error)}::jsonb,
      next_probe_at = clock_timestamp() + (${waitsMs}::float8[])[least(probes + 1, ${waitsMs.length - 1}) + 1] * interval '1 millisecond'
    where connection_id = ${connectionId}::uuid and opened_at is not null and probe_owner = ${owner}::uuid`.execute(db)
}

/** True when it was shut. Whom it held goes on slowly at first. */
export async function openWay(db: Database | Transaction, connectionId: string): Promise<boolean> {
  const { rows } = await sql`
    update connection_gates set opened_at = null, next_probe_at = null, probe_owner = null, hold_until = null,
      ramp_from = clock_timestamp(), next_call_at = null
    where connection_id = ${connectionId}::uuid and (opened_at is not null or hold_until > clock_timestamp())
    returning 1`.execute(db)
  return rows.length > 0
}

/** The other side asked everybody to wait; a longer wait that it asked for before stays. */
export async function holdCalls(
  db: Database | Transaction,
  connectionId: string,
  forMs: number,
  error: GateError,
): Promise<void> {
  await insertGate(db, connectionId)
  await sql`
    update connection_gates set hold_until = wish.until, ramp_from = wish.until, last_error = ${JSON.stringify(error)}::jsonb
    from (select clock_timestamp() + ${forMs}::float8 * interval '1 millisecond' as until) wish
    where connection_id = ${connectionId}::uuid and (hold_until is null or hold_until < wish.until)`.execute(db)
}
