import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import type { Ids } from '../ids.ts'
import { insertSecurityEvents, type NewSecurityEvent } from './security-event.repository.ts'
import type { SecurityEvent } from './security-event.ts'

/** Events wait so long to be written together. */
const flushMs = 500

const hourMs = 3_600_000

/** How many different refusals a process may note at once, and how many more each minute. Those beyond are counted without details. */
const budget = { atOnce: 300, perMinute: 20 }

export type SecurityEvents = {
  /** Never fails and never waits: a request must not depend on it. */
  record(event: SecurityEvent): void
  /** Writes what is waiting. */
  flush(): Promise<void>
}

type Parts = { db: Database; clock: Pick<Clock, 'now'>; ids: Ids; log: Logger; onWritten: () => Promise<void> }

/**
 * Keeps security events outside of all workspaces, in the table and as a line in the log. Equal failures and refusals within an hour
 * are one row with a count, and a flood of different ones becomes one row too, so an attacker can fill neither disk nor log.
 */
export function createSecurityEvents({ db, clock, ids, log, onWritten }: Parts): SecurityEvents {
  const pending = new Map<string, NewSecurityEvent>()
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()
  let hour = 0
  let known = new Set<string>()
  let left = budget.atOnce
  let refilledAt = clock.now().getTime()

  function isWithinBudget(key: string, now: number): boolean {
    const hourNow = Math.floor(now / hourMs)
    if (hourNow !== hour) {
      hour = hourNow
      known = new Set()
    }
    if (known.has(key)) return true
    left = Math.min(budget.atOnce, left + ((now - refilledAt) / 60_000) * budget.perMinute)
    refilledAt = now
    if (left < 1) return false
    left -= 1
    known.add(key)
    return true
  }

  function record(event: SecurityEvent): void {
    const at = clock.now()
    const id = ids.uuid()
    const { kind, outcome } = event
    const isCounted = outcome !== 'succeeded'
    const full = toRow(event, id, at)
    const key = isCounted ? coalesceKey(event, at) : null
    const isDetailed = key === null || isWithinBudget(key, at.getTime())
    const row: NewSecurityEvent = isDetailed
      ? { ...full, coalesceKey: key }
      : {
          ...toRow({ kind, outcome, who: {}, from: null, what: { reason: 'flood' } }, id, at),
          coalesceKey: coalesceKey({ kind, outcome, who: {}, from: null, what: { reason: 'flood' } }, at),
        }
    const waiting = pending.get(row.coalesceKey ?? id)
    if (waiting) {
      waiting.count += 1
      waiting.lastAt = at
    } else pending.set(row.coalesceKey ?? id, row)
    timer ??= setTimeout(() => void flush(), flushMs).unref()
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const events = [...pending.values()]
    pending.clear()
    if (events.length > 0) writing = writing.then(() => write(events))
    return writing
  }

  async function write(events: NewSecurityEvent[]): Promise<void> {
    for (const { coalesceKey: _key, ...securityEvent } of events)
      log[securityEvent.outcome === 'succeeded' ? 'info' : 'warn']({ securityEvent }, 'security event')
    try {
      await insertSecurityEvents(db, events)
      await onWritten()
    } catch (error) {
      log.error(
        { err: error, events: events.length },
        'security events are in the log only, because the database did not take them',
      )
    }
  }

  return { record, flush }
}

function toRow(
  { kind, outcome, who, from, what }: SecurityEvent,
  id: string,
  at: Date,
): Omit<NewSecurityEvent, 'coalesceKey'> {
  return {
    id,
    at,
    lastAt: at,
    count: 1,
    kind,
    outcome,
    actor: who.actor ?? null,
    account: who.account ?? null,
    workspaceId: who.workspaceId ?? null,
    address: from?.address ?? null,
    what,
  }
}

function coalesceKey({ kind, outcome, who, from, what }: SecurityEvent, at: Date): string {
  const parts = [
    kind,
    outcome,
    who.actor?.id ?? null,
    who.account ?? null,
    who.workspaceId ?? null,
    from?.key ?? null,
    Object.entries(what).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    Math.floor(at.getTime() / hourMs),
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
