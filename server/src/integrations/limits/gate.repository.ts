import { sql } from 'kysely'
import { type GateState, grantCalls, type Grant, type Way } from '@tabiji/shared/http-call/limits/call-gate.ts'
import type { CallLimits } from '@tabiji/shared/http-call/limits/call-limits.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { GateError } from './gate.table.ts'

/** A gate stands before a connection, or before one external action of it. */
export type GateKey = { kind: 'connection' | 'externalAction'; id: string }

/** What shut the gate. */

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
    select ${gateColumns} from call_gates where id = ${connectionId}::uuid`.execute(db)
  return rows[0] && rowToGate(rows[0])
}

export type AskedGate = { key: GateKey; limits: CallLimits; underWay: number }

export type Taken = {
  grant: Grant
  /** In the order in which they were asked. */
  gates: {
    /** Undefined when what it stands before was deleted meanwhile. */
    state: StoredGate | undefined
    /** Places of the concurrency limit this worker holds now; null where nothing changed. */
    slots: number | null
    /** There are no more places for this worker now. */
    isFull: boolean
  }[]
}

/**
 * Takes the next calls for one worker at all the gates they pass: a block of starts, places under the concurrency limits, or
 * the probe. One short transaction for a block of some hundred milliseconds, whatever the number of calls in it; the rows'
 * locks are what makes every worker together keep the limits. A place is taken at every gate or at none.
 */
export async function takeCalls(
  db: Database,
  of: { owner: string; wanted: number; asked: readonly [AskedGate, ...AskedGate[]] },
): Promise<Taken> {
  const { owner, wanted, asked } = of
  return db.transaction().execute(async (trx) => {
    let found = await lockGates(trx, asked)
    if (found.size < asked.length) {
      for (const { key } of asked) if (!found.has(key.id)) await insertGate(trx, key)
      found = await lockGates(trx, asked)
    }
    const states = asked.map(({ key }) => found.get(key.id))
    const [first, ...others] = asked.filter(({ key }) => found.has(key.id))
    // Deleted meanwhile: whoever is left at a step of it learns so from the call itself.
    if (!first || !states[0]) {
      return { grant: { kind: 'free' }, gates: states.map((state) => ({ state, slots: null, isFull: false })) }
    }
    const wayOf = ({ key, limits }: AskedGate): Way => ({ gate: found.get(key.id)!, limits })

    const places = new Map<string, number>()
    for (const { key, limits, underWay } of [first, ...others]) {
      if (limits.concurrency === undefined) continue
      places.set(key.id, await findPlaces(trx, { gateId: key.id, owner, underWay, wanted, limit: limits.concurrency }))
    }
    const freeAt = ({ key, underWay }: AskedGate) => (places.get(key.id) ?? Infinity) - underWay
    const room = Math.min(wanted, ...asked.map(freeAt))
    const isFull = room <= 0
    const now = Math.max(...states.map((state) => state?.now ?? 0))
    const grant: Grant = isFull
      ? { kind: 'shut', because: 'limit', until: now }
      : grantCalls([wayOf(first), ...others.map(wayOf)], room, now)
    if (grant.kind === 'calls' || grant.kind === 'probe') {
      await keepNextCalls(
        trx,
        [first, ...others].map(({ key }, index) => ({ gateId: key.id, at: grant.nextCallAts[index] ?? null })),
      )
    }
    if (grant.kind === 'probe') {
      await sql`update call_gates set probe_owner = ${owner}::uuid where id = ${first.key.id}::uuid`.execute(trx)
    }

    const calls = { free: room, calls: grant.kind === 'calls' ? grant.starts.length : 0, probe: 1, shut: 0 }[grant.kind]
    const gates: Taken['gates'] = []
    for (const [index, gate] of asked.entries()) {
      const free = freeAt(gate) - calls
      // Where it goes short it says so, so that those who hold more than their share come down to it.
      const isChanged = places.has(gate.key.id) && (calls > 0 || free <= 0)
      const slots = isChanged ? gate.underWay + calls : null
      if (slots !== null) await keepSlots(trx, { gateId: gate.key.id, owner, slots })
      gates.push({ state: states[index], slots, isFull: free <= 0 })
    }
    return { grant, gates }
  })
}

/** Always that of the connection first, so that no two workers wait for each other. */
async function lockGates(trx: Transaction, asked: readonly AskedGate[]): Promise<Map<string, StoredGate>> {
  const { rows } = await sql<GateRow & { id: string }>`
    select id, ${gateColumns} from call_gates where id = any(${asked.map(({ key }) => key.id)}::uuid[])
    order by connection_id is null for update`.execute(trx)
  return new Map(rows.map((row) => [row.id, rowToGate(row)]))
}

async function insertGate(db: Database | Transaction, { kind, id }: GateKey): Promise<void> {
  await (
    kind === 'connection'
      ? sql`insert into call_gates (id, connection_id)
          select id, id from connections where id = ${id}::uuid on conflict do nothing`
      : sql`insert into call_gates (id, external_action_id)
          select id, id from external_actions where id = ${id}::uuid on conflict do nothing`
  ).execute(db)
}

/** Rounded up, because the database's answer is read in whole milliseconds and a start must not come sooner than granted. */
async function keepNextCalls(trx: Transaction, next: { gateId: string; at: number | null }[]): Promise<void> {
  for (const { gateId, at } of next) {
    if (at === null) continue
    await sql`update call_gates set next_call_at = ${new Date(Math.ceil(at))} where id = ${gateId}::uuid`.execute(trx)
  }
}

/** As many as wanted and free; while others go short, no more than an equal share, but never fewer than are in use. */
async function findPlaces(
  trx: Transaction,
  of: { gateId: string; owner: string; wanted: number; underWay: number; limit: number },
): Promise<number> {
  await sql`delete from call_gate_slots s where gate_id = ${of.gateId}::uuid and worker_id <> ${of.owner}::uuid
    and not exists (select from workers where workers.id = s.worker_id and ${isSeen})`.execute(trx)
  const { rows } = await sql<{ workers: number; slots: number }>`
    select count(*)::int as workers, coalesce(sum(slots), 0)::int as slots from call_gate_slots
    where gate_id = ${of.gateId}::uuid and worker_id <> ${of.owner}::uuid`.execute(trx)
  const { workers, slots: others } = rows[0]!
  const share = Math.max(1, Math.ceil(of.limit / (workers + 1)))
  const wished = Math.min(of.underWay + of.wanted, of.limit - others, workers > 0 ? share : of.limit)
  return Math.max(of.underWay, wished, 0)
}

async function keepSlots(trx: Transaction, of: { gateId: string; owner: string; slots: number }): Promise<void> {
  await sql`insert into call_gate_slots (gate_id, worker_id, slots)
    values (${of.gateId}::uuid, ${of.owner}::uuid, ${of.slots}::integer)
    on conflict (gate_id, worker_id) do update set slots = excluded.slots`.execute(trx)
}

export async function releaseSlots(db: Database, gateId: string, owner: string): Promise<void> {
  await sql`delete from call_gate_slots where gate_id = ${gateId}::uuid and worker_id = ${owner}::uuid`.execute(db)
}

/** Nobody was there to make it. */
export async function releaseProbe(db: Database, connectionId: string, owner: string): Promise<void> {
  await sql`update call_gates set probe_owner = null
    where id = ${connectionId}::uuid and probe_owner = ${owner}::uuid`.execute(db)
}

/** True when this is what opened it. A breaker that opens again soon after it closed goes on with its longer waits. */
export async function openBreaker(
  db: Database | Transaction,
  connectionId: string,
  error: GateError,
  waitsMs: readonly number[],
): Promise<boolean> {
  await insertGate(db, { kind: 'connection', id: connectionId })
  const { rows } = await sql`
    update call_gates set
      opened_at = clock_timestamp(), probe_owner = null, last_error = ${JSON.stringify(error)}::jsonb,
      probes = again.probes,
      next_probe_at = clock_timestamp() + (${waitsMs}::float8[])[least(again.probes, ${waitsMs.length - 1}) + 1] * interval '1 millisecond'
    from (
      select case when ramp_from > clock_timestamp() - interval '1 minute' then probes + 1 else 0 end as probes
      from call_gates where id = ${connectionId}::uuid
    ) again
    where id = ${connectionId}::uuid and opened_at is null
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
    update call_gates set probes = probes + 1, probe_owner = null, last_error = ${JSON.stringify(error)}::jsonb,
      next_probe_at = clock_timestamp() + (${waitsMs}::float8[])[least(probes + 1, ${waitsMs.length - 1}) + 1] * interval '1 millisecond'
    where id = ${connectionId}::uuid and opened_at is not null and probe_owner = ${owner}::uuid`.execute(db)
}

/** True when it was shut. Whom it held goes on slowly at first. */
export async function openWay(db: Database | Transaction, connectionId: string): Promise<boolean> {
  const { rows } = await sql`
    update call_gates set opened_at = null, next_probe_at = null, probe_owner = null, hold_until = null,
      ramp_from = clock_timestamp(), next_call_at = null
    where id = ${connectionId}::uuid and (opened_at is not null or hold_until > clock_timestamp())
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
  await insertGate(db, { kind: 'connection', id: connectionId })
  await sql`
    update call_gates set hold_until = wish.until, ramp_from = wish.until, last_error = ${JSON.stringify(error)}::jsonb
    from (select clock_timestamp() + ${forMs}::float8 * interval '1 millisecond' as until) wish
    where id = ${connectionId}::uuid and (hold_until is null or hold_until < wish.until)`.execute(db)
}
