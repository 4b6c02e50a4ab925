import { type GateState, isRamping, openGate } from '@tabiji/shared/callout/call-gate.ts'
import { askedToWaitUntil, createRecentCalls, isDown, probeAfterMs } from '@tabiji/shared/callout/breaker.ts'
import { type ConnectionLimits, hasLimit, spacingMs, travelMs } from '@tabiji/shared/callout/connection-limits.ts'
import type { CalloutOutcome } from '@tabiji/shared/callout/outcome.ts'
import type { OpenConnection } from '../callouts/load-callout-target.ts'
import type { Database } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import {
  failProbe,
  findGate,
  type GateError,
  holdCalls,
  openBreaker,
  openWay,
  releaseProbe,
  releaseSlots,
  type StoredGate,
  takeCalls,
} from './gate.repository.ts'

/** The right to make one call. */
export type Pass = {
  gate: ConnectionGate
  /** By `performance.now()`. */
  startAt: number
  lapsesAt: number
  isProbe: boolean
}

export type CallResult = {
  outcome: CalloutOutcome
  status: number | null
  retryAfter: string | null
  code: string | null
}

export type ConnectionGate = {
  /** Whoever has no pass has to wait. Known without asking the database. */
  readonly isShut: boolean
  /** How long to wait before asking for passes again. */
  readonly askAgainMs: number
  /** Passes for up to `wanted` calls; `free` when nothing stands in the way of any number. */
  take(wanted: number): Promise<Pass[] | 'free'>
  /** For one call at once: a pass that belongs to this gate is used, else one is taken. */
  enter(pass: Pass | null): Promise<Pass | null | 'shut'>
  /** Waits for the moment of a pass; false when it was missed or the gate is shut by then, and the pass is of no use. */
  start(pass: Pass): Promise<boolean>
  /** Of a call that was made, or will not be. */
  end(pass: Pass): void
  /** How a call went. True when its failure says nothing about the person: the other side was known to be down. */
  tell(pass: Pass | null, result: CallResult): boolean
  follow(connection: Pick<OpenConnection, 'limits' | 'state'>): void
  stop(): Promise<void>
}

/** How old the knowledge about other workers' findings may be. */
const freshForMs = 900

/** A start that was missed by more is given up, because two late ones together would be one too many. */
const lapseMs = 100

/** A worker that nearly always comes late makes a call at least so often. */
const seldomMs = 1000

/** Places under the concurrency limit that nobody here uses are for other workers after this time. */
const idleMs = 500

const slotsAskAgainMs = 250

export type GateEvents = { onOpened(error: GateError): Promise<void>; onClosed(): Promise<void> }

/** One worker's side of a connection's gate. Costs a look at a few variables for each call while nothing is limited or shut. */
export function createConnectionGate(
  deps: Deps & { db: Database },
  connectionId: string,
  owner: string,
  events: GateEvents,
): ConnectionGate {
  const { db, log, clock } = deps
  const recent = createRecentCalls()
  let limits: ConnectionLimits = {}
  let isAuthorized = true
  let state: GateState = openGate
  let readAt = -Infinity
  let reading: Promise<void> | null = null
  /** The database's clock less `performance.now()`. */
  let ahead = 0
  let slots = 0
  let slotsAt = -Infinity
  let underWay = 0
  let spare: Pass[] = []
  let askAt = 0
  let startedAt = -Infinity
  let shutUntil = 0
  let idleTimer: NodeJS.Timeout | null = null
  const writing = new Set<Promise<unknown>>()

  const now = () => performance.now() + ahead
  const isHeld = () => !isAuthorized || state.openedAt !== null || (state.holdUntil !== null && now() < state.holdUntil)
  const isFree = () => !hasLimit(limits) && !isHeld() && !isRamping(state, now())

  const learn = (gate: StoredGate | undefined) => {
    readAt = performance.now()
    state = gate ?? openGate
    if (!gate || gate.now === 0) return
    // An answer that was slow to arrive makes the database's clock look late, so the quickest one of the last minutes counts.
    const seen = gate.now - readAt
    ahead = Math.abs(seen - ahead) > 1000 ? seen : Math.max(seen, ahead - 0.2)
  }
  const read = async () => {
    await Promise.all(writing)
    reading ??= findGate(db, connectionId)
      .then(learn)
      .finally(() => (reading = null))
    await reading
  }
  /** A finding that could not be written is found again by the next call. */
  const write = (what: string, work: Promise<unknown>) => {
    const done = work
      .catch((error: unknown) => log.warn({ err: error, connectionId }, what))
      .finally(() => writing.delete(done))
    writing.add(done)
  }
  const errorOf = ({ outcome, status, code }: CallResult): GateError => ({
    outcome,
    status,
    code,
    at: clock.now().toISOString(),
  })
  const waits = () => Array.from({ length: 32 }, (_, probes) => probeAfterMs(limits, probes))

  const open = (result: CallResult) => {
    const error = errorOf(result)
    recent.forget()
    state = { ...state, openedAt: now(), nextProbeAt: now() + probeAfterMs(limits, 0), isProbed: false }
    const work = async () => {
      if (await openBreaker(db, connectionId, error, waits())) await events.onOpened(error)
    }
    write('the breaker of a connection could not be opened', work())
  }
  const close = () => {
    recent.forget()
    state = { ...state, openedAt: null, nextProbeAt: null, isProbed: false, holdUntil: null, rampFrom: now() }
    const work = async () => {
      if (await openWay(db, connectionId)) await events.onClosed()
    }
    write('the breaker of a connection could not be closed', work())
  }

  const restLater = () => {
    if (limits.concurrency === undefined || underWay > 0 || slots === 0) return
    idleTimer ??= setTimeout(() => {
      idleTimer = null
      if (underWay > 0) return
      slots = 0
      slotsAt = -Infinity
      write('idle places of a connection could not be given back', releaseSlots(db, connectionId, owner))
    }, idleMs)
  }

  const passesAt = (starts: readonly number[]): Pass[] => {
    underWay += starts.length
    return starts.map((startAt) => ({ gate, startAt, lapsesAt: startAt + lapseMs, isProbe: false }))
  }
  const freePasses = (count: number, at: number): Pass[] => {
    underWay += count
    return Array.from({ length: count }, () => ({ gate, startAt: at, lapsesAt: Infinity, isProbe: false }))
  }
  const fromSpare = (wanted: number): Pass[] => {
    const at = performance.now()
    spare = spare.filter((pass) => pass.lapsesAt > at)
    const taken = spare.splice(0, wanted)
    underWay += taken.length
    return taken
  }

  const gate: ConnectionGate = {
    get isShut() {
      return isHeld()
    },
    get askAgainMs() {
      return Math.max(10, askAt - performance.now())
    },
    follow(connection) {
      limits = connection.limits
      isAuthorized = connection.state === 'authorized'
    },
    async take(wanted) {
      if (performance.now() - readAt > freshForMs) await read()
      const at = performance.now()
      const comeBack = (ms: number): Pass[] => {
        askAt = at + Math.min(Math.max(ms, 10), freshForMs)
        restLater()
        return []
      }
      if (!isAuthorized) return comeBack(freshForMs)
      if (isFree()) return 'free'
      const isSpaced = spacingMs(limits) > 0 || isRamping(state, now())
      if (!isHeld()) {
        const places = limits.concurrency === undefined ? Infinity : slots - underWay
        if (places <= 0 && at - slotsAt < slotsAskAgainMs) return comeBack(slotsAskAgainMs)
        const passes = fromSpare(Math.min(wanted, places))
        if (passes.length > 0) return passes
        if (!isSpaced && places > 0 && at - slotsAt < freshForMs) return freePasses(Math.min(wanted, places), at)
      }
      if (at < shutUntil) return comeBack(shutUntil - at)

      // What was found here has to be there before it is read back.
      await Promise.all(writing)
      const taken = await takeCalls(db, { connectionId, owner, limits, wanted, underWay })
      learn(taken.gate)
      slots = Number.isFinite(taken.slots) ? taken.slots : 0
      slotsAt = readAt
      const places = taken.slots - underWay
      const { grant } = taken
      switch (grant.kind) {
        case 'free':
          if (limits.concurrency === undefined) return 'free'
          return places > 0 ? freePasses(Math.min(wanted, places), readAt) : comeBack(slotsAskAgainMs)
        case 'calls':
          state = { ...state, nextCallAt: grant.nextCallAt }
          return passesAt(grant.starts.map((start) => start - ahead))
        case 'probe':
          state = { ...state, isProbed: true }
          underWay += 1
          return [{ gate, startAt: readAt, lapsesAt: Infinity, isProbe: true }]
        case 'shut':
          if (places <= 0) return comeBack(slotsAskAgainMs)
          shutUntil = readAt + Math.min(grant.until - taken.gate.now, freshForMs)
          return comeBack(shutUntil - at)
      }
    },
    async enter(pass) {
      if (pass?.gate === gate) return pass
      if (isFree() && performance.now() - readAt < freshForMs) return null
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
      if (isHeld() && !pass.isProbe) return false
      if (Number.isFinite(pass.lapsesAt)) {
        const late = at - pass.startAt
        const since = at - startedAt
        if (late > travelMs && !(late <= lapseMs && since >= spacingMs(limits)) && since < seldomMs) return false
        startedAt = at
      }
      return true
    },
    end(pass) {
      underWay = Math.max(0, underWay - 1)
      const at = performance.now()
      if (pass.isProbe) {
        pass.isProbe = false
        state = { ...state, isProbed: false }
        write('a probe could not be given back', releaseProbe(db, connectionId, owner))
      } else if (pass.startAt > at && Number.isFinite(pass.lapsesAt)) {
        spare.push(pass)
      }
      restLater()
    },
    tell(pass, result) {
      const down = isDown(result.outcome, result.status)
      const wasHeld = isHeld()
      const askedUntil = askedToWaitUntil(result.status, result.retryAfter, clock.now().getTime())
      if (askedUntil !== null) {
        const forMs = askedUntil - clock.now().getTime()
        const until = now() + forMs
        if (state.holdUntil === null || state.holdUntil < until) {
          state = { ...state, holdUntil: until, rampFrom: until }
          write(
            'the other side asked to wait, which could not be noted',
            holdCalls(db, connectionId, forMs, errorOf(result)),
          )
        }
      }
      if (pass?.isProbe) {
        pass.isProbe = false
        if (!down) close()
        else {
          state = { ...state, isProbed: false, nextProbeAt: now() + probeAfterMs(limits, 0) }
          write('a failed probe could not be noted', failProbe(db, connectionId, owner, errorOf(result), waits()))
        }
        return down
      }
      // A request to wait is an answer: the other side is there.
      if (askedUntil === null || result.status !== 429) recent.note(down, now())
      if (down && state.openedAt === null && recent.opensBreaker(limits)) open(result)
      return down && wasHeld
    },
    async stop() {
      if (idleTimer) clearTimeout(idleTimer)
      await Promise.all(writing)
      if (slots > 0) await releaseSlots(db, connectionId, owner)
    },
  }
  return gate
}
