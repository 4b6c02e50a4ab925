import { sql } from 'kysely'
import type { Database } from '../src/kernel/db/database.ts'
import type { CalloutTarget } from '../src/integrations/calls/perform/load-callout-target.ts'
import type { SqlTime } from '../src/integrations/limits/call-limiter.repository.ts'
import { createCallLimiters } from '../src/integrations/limits/call-limiters.ts'
import type { Permit } from '../src/integrations/limits/permit.ts'
import { ManualClock } from './manual-clock.ts'
import type { TestApp } from './test-app.ts'

export type VirtualCalls = {
  name: string
  target: CalloutTarget
  people: number
  /** How long each call takes. */
  answerMs?: number
}

export type VirtualSeen = {
  /** When each call began, in milliseconds. */
  times: number[]
  underWay: number
  /** The most calls under way at once. */
  most: number
}

const succeeded = { outcome: 'succeeded', status: 200, retryAfter: null, code: null } as const

/** The sweeper looks so often at a step whose limiter denied for longer. */
const sweepMs = 500

/** Worker ids whose heartbeat never runs out, whatever the machine is busy with. */
export async function registerWorkers(app: TestApp, count: number): Promise<string[]> {
  const owners = Array.from({ length: count }, () => app.deps.ids.uuid())
  for (const owner of owners)
    await app.deps.pool.query(`insert into workers (id, started_at, seen_at) values ($1, now(), 'infinity')`, [owner])
  return owners
}

/**
 * Two workers call through their limiters and the real database, at times that the test's own clock makes: the database is told
 * the same time. So what is seen depends on the limits alone and not on how busy the machine is. Ends when everybody was called,
 * or at `untilMs`.
 */
export async function callInVirtualTime(app: TestApp, calls: VirtualCalls[], untilMs: number) {
  const clock = new ManualClock()
  const time: SqlTime = () => sql<Date>`${clock.now()}::timestamptz`
  const deps = { ...app.deps, db: app.deps.db as Database, clock }
  const owners = await registerWorkers(app, 2)
  const workers = owners.map((owner) => createCallLimiters(deps, owner, time))
  const seen = new Map<string, VirtualSeen>()
  const seenAs = (name: string) => {
    const known = seen.get(name) ?? { times: [], underWay: 0, most: 0 }
    seen.set(name, known)
    return known
  }

  const agenda: { at: number; run: () => Promise<void> }[] = []
  const after = (ms: number, run: () => Promise<void>) => agenda.push({ at: clock.monotonic() + Math.max(0, ms), run })

  for (const { name, target, people, answerMs = 0 } of calls) {
    let left = people
    for (const worker of workers) {
      const limiter = worker.of(target)
      const call = async (permit: Permit) => {
        if (!(await limiter.start(permit))) {
          limiter.release(permit)
          left++
          return
        }
        const places = [seenAs(name), seenAs('all')]
        for (const place of places) {
          place.times.push(clock.monotonic())
          place.most = Math.max(place.most, ++place.underWay)
        }
        after(answerMs, async () => {
          for (const place of places) place.underWay--
          limiter.reportResult(permit, succeeded)
          limiter.release(permit)
        })
      }
      const poll = async () => {
        if (left === 0) return
        const permits = await limiter.acquire(Math.min(left, 250))
        if (permits === 'free') throw new Error(`${name} is free in spite of a limit`)
        left -= permits.length
        for (const permit of permits) after(permit.startAt - clock.monotonic(), () => call(permit))
        const last = permits.at(-1)
        // As an effect run does: when all have begun it asks for more, and denied for long it leaves the step to the sweeper.
        after(last ? last.startAt - clock.monotonic() : Math.min(limiter.retryAfterMs, sweepMs), poll)
      }
      after(0, poll)
    }
  }

  while (agenda.length > 0) {
    // Those of one moment in the order in which they were entered.
    const next = agenda.reduce((first, other) => (other.at < first.at ? other : first))
    if (next.at > untilMs) break
    agenda.splice(agenda.indexOf(next), 1)
    clock.advance(Math.max(0, next.at - clock.monotonic()))
    await next.run()
  }
  await Promise.all(workers.map((worker) => worker.stop()))
  return { seenAs }
}

/** The most calls in any second. */
export function mostInASecond(times: readonly number[]): number {
  let most = 0
  for (let from = 0, to = 0; to < times.length; to++) {
    while (times[to]! - times[from]! >= 1000) from++
    most = Math.max(most, to - from + 1)
  }
  return most
}

export const perSecondOf = (times: readonly number[]) => (times.length - 1) / ((times.at(-1)! - times[0]!) / 1000)
