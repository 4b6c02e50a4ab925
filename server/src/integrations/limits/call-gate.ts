import { type CallLimits, hasLimit, spacingMs, travelMs } from '@tabiji/shared/http-call/limits/call-limits.ts'
import type { Database } from '../../kernel/db/database.ts'
import { type CallResult, type ConnectionGate, freshForMs } from './connection-gate.ts'
import type { DatabaseClock } from './database-clock.ts'
import type { GateShare } from './gate-share.ts'
import { type AskedGate, takeCalls } from './gate.repository.ts'

/** The right to make one call. */
export type Pass = {
  gate: CallGate
  /** By `performance.now()`. */
  startAt: number
  lapsesAt: number
  isProbe: boolean
  /** It was handed out and did not come back yet. */
  isOut: boolean
}

/**
 * What calls of one kind have to pass: the gate of their connection, and that of their external action where it has limits
 * of its own. A pass is one for both.
 */
export type CallGate = {
  /** What a pass of this gate counts at. */
  readonly shares: readonly GateShare[]
  /** Whoever has no pass has to wait. Known without asking the database. */
  readonly isShut: boolean
  /** How long to wait before asking for passes again. */
  readonly askAgainMs: number
  /** Passes for up to `wanted` calls; `free` when nothing stands in the way of any number. */
  take(wanted: number): Promise<Pass[] | 'free'>
  /** For one call at once: a pass that counts wherever this gate's do is used, else one is taken. */
  enter(pass: Pass | null): Promise<Pass | null | 'shut'>
  /** Waits for the moment of a pass; false when it was missed or the gate is shut by then, and the pass is of no use. */
  start(pass: Pass): Promise<boolean>
  /** Of a call that was made, or will not be. */
  end(pass: Pass): void
  /** How a call went. True when its failure says nothing about the person: the other side was known to be down. */
  tell(pass: Pass | null, result: CallResult): boolean
}

/** A start that was missed by more is given up, because two late ones together would be one too many. */
const lapseMs = 100

/** A worker that nearly always comes late makes a call at least so often. */
const seldomMs = 1000

const slotsAskAgainMs = 250

/** One worker's side. Costs a look at a few variables for each call while nothing is limited or shut. */
export function createCallGate(
  { db, time, owner }: { db: Database; time: DatabaseClock; owner: string },
  connection: { gate: ConnectionGate; share: GateShare },
  action: { limits: CallLimits; share: GateShare } | null,
): CallGate {
  const way = connection.gate
  const shares = action ? [connection.share, action.share] : [connection.share]
  let spare: Pass[] = []
  let askAt = 0
  let shutUntil = 0

  const limitsOf = (share: GateShare): CallLimits => (share === action?.share ? action.limits : way.limits)
  const isFree = () => !action && !hasLimit(way.limits) && !way.isHeld && !way.isRamping
  const placesAt = (share: GateShare) =>
    limitsOf(share).concurrency === undefined ? Infinity : share.slots - share.underWay
  const places = () => Math.min(...shares.map(placesAt))

  const comeBack = (ms: number): Pass[] => {
    askAt = performance.now() + Math.min(Math.max(ms, 10), freshForMs)
    for (const share of shares) share.rest()
    return []
  }
  const handOut = (passes: Pass[]): Pass[] => {
    for (const pass of passes) pass.isOut = true
    for (const share of shares) share.underWay += passes.length
    return passes
  }
  const passAt = (startAt: number, lapsesAt = startAt + lapseMs): Pass => ({
    gate,
    startAt,
    lapsesAt,
    isProbe: false,
    isOut: false,
  })
  const freePasses = (count: number, at: number) => handOut(Array.from({ length: count }, () => passAt(at, Infinity)))
  const fromSpare = (wanted: number): Pass[] => {
    const at = performance.now()
    spare = spare.filter((pass) => pass.lapsesAt > at)
    return handOut(spare.splice(0, wanted))
  }

  /** The connection's own gate is left alone while only the action is limited. */
  const asked = (): [AskedGate, ...AskedGate[]] => {
    const gates = shares.map((share) => ({ key: share.key, limits: limitsOf(share), underWay: share.underWay }))
    const [first, ...others] = action && !hasLimit(way.limits) && !way.isHeld && !way.isRamping ? gates.slice(1) : gates
    return [first!, ...others]
  }

  const ask = async (wanted: number): Promise<Pass[] | 'free'> => {
    const at = performance.now()
    const isSpaced = way.isRamping || shares.some((share) => spacingMs(limitsOf(share)) > 0)
    const limited = shares.filter((share) => limitsOf(share).concurrency !== undefined)
    if (!way.isHeld) {
      if (limited.some((share) => placesAt(share) <= 0 && at - share.fullAt < slotsAskAgainMs))
        return comeBack(slotsAskAgainMs)
      const room = places()
      const passes = fromSpare(Math.min(wanted, Math.max(room, 0)))
      if (passes.length > 0) return passes
      if (!isSpaced && room > 0 && limited.every((share) => at - share.slotsAt < freshForMs)) {
        return freePasses(Math.min(wanted, room), at)
      }
    }
    if (at < shutUntil) return comeBack(shutUntil - at)

    // What was found here has to be there before it is read back.
    await way.written()
    const gates = asked()
    const taken = await takeCalls(db, { owner, wanted, asked: gates })
    const readAt = performance.now()
    let now = time.now()
    for (const [index, { state, slots, isFull }] of taken.gates.entries()) {
      const { key } = gates[index]!
      if (key.kind === 'connection') way.learn(state)
      else if (state) time.learn(state.now, readAt)
      now = Math.max(now, state?.now ?? 0)
      shares.find((share) => share.key === key)?.hold(slots, isFull)
    }
    const { grant } = taken
    switch (grant.kind) {
      case 'free': {
        const room = places()
        if (room === Infinity) return 'free'
        return room > 0 ? freePasses(Math.min(wanted, room), readAt) : comeBack(slotsAskAgainMs)
      }
      case 'calls':
        return handOut(grant.starts.map((start) => passAt(time.here(start))))
      case 'probe': {
        way.beginProbe()
        return handOut([{ ...passAt(readAt, Infinity), isProbe: true }])
      }
      case 'shut':
        if (taken.gates.some(({ isFull }) => isFull)) return comeBack(slotsAskAgainMs)
        shutUntil = readAt + Math.min(grant.until - now, freshForMs)
        return comeBack(shutUntil - at)
    }
  }

  const gate: CallGate = {
    shares,
    get isShut() {
      return way.isHeld
    },
    get askAgainMs() {
      return Math.max(10, askAt - performance.now())
    },
    async take(wanted) {
      if (!way.isFresh) await way.read()
      if (!way.isAuthorized) return comeBack(freshForMs)
      if (isFree()) return 'free'
      return shares.reduceRight<() => Promise<Pass[] | 'free'>>(
        (work, share) => () => share.alone(work),
        () => ask(wanted),
      )()
    },
    async enter(pass) {
      if (pass && shares.every((share) => pass.gate.shares.includes(share))) return pass
      if (isFree() && way.isFresh) return null
      // It would stand in the way of its own successor where only one call is allowed.
      if (pass && pass.gate.shares.some((share) => shares.includes(share))) pass.gate.end(pass)
      const taken = await gate.take(1)
      if (taken === 'free') return null
      const [own] = taken
      if (!own) return 'shut'
      if (await gate.start(own)) return own
      gate.end(own)
      return 'shut'
    },
    async start(pass) {
      const early = pass.startAt - performance.now()
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
      const at = performance.now()
      if (way.isHeld && !pass.isProbe) return false
      if (Number.isFinite(pass.lapsesAt)) {
        const late = at - pass.startAt
        const isApart = shares.every((share) => at - share.startedAt >= spacingMs(limitsOf(share)))
        const since = at - shares.at(-1)!.startedAt
        if (late > travelMs && !(late <= lapseMs && isApart) && since < seldomMs) return false
        for (const share of shares) share.startedAt = at
      }
      return true
    },
    end(pass) {
      if (!pass.isOut) return
      pass.isOut = false
      for (const share of shares) share.underWay -= 1
      if (pass.isProbe) {
        pass.isProbe = false
        way.giveUpProbe()
      } else if (pass.startAt > performance.now() && Number.isFinite(pass.lapsesAt)) {
        spare.push(pass)
      }
      for (const share of shares) share.rest()
    },
    tell(pass, result) {
      const isProbe = pass?.isProbe === true
      if (pass) pass.isProbe = false
      return way.tell(result, isProbe)
    },
  }
  return gate
}
