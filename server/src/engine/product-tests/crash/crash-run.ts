import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { JourneyAnalytics } from '../../../insights/journeys/journey-analytics.ts'
import { until } from '../../../../test/run-worker.ts'
import { crashJourney } from './crash-journey.ts'
import type { CrashRig, Victim } from './crash-rig.ts'
import { randomOfSeed } from './random-of-seed.ts'

/** Calls under way and unwritten results in one worker: what one kill may repeat. */
const doublesPerKill = 100 + 100

export type CrashFigures = { people: number; doubledCalls: number; parkedMails: number; kills: number }

/** The replies of the target. The first call of every third person is refused, so that kills also hit retries. */
export function crashResponse() {
  const refused = new Set<string>()
  return async (request: { headers: Record<string, string>; body: string }) => {
    const key = request.headers['idempotency-key'] ?? ''
    // Slow enough for a kill to hit calls under way.
    await pause(50 + Math.random() * 450)
    if (JSON.parse(request.body).score === 6 && !refused.has(key)) {
      refused.add(key)
      return { status: 503 }
    }
    return { body: { ts: key } }
  }
}

/**
 * Runs one seed: enrolls people while processes are killed at moments that the seed determines. Once all processes run again,
 * every person must be in the right place. Seeds may share a rig and run at the same time; each kill then affects all of them.
 */
export async function runCrashSeed(
  rig: CrashRig,
  seed: number,
  options: { people: number; kills: number },
): Promise<CrashFigures> {
  const random = randomOfSeed(seed)
  const killsBefore = rig.kills.length
  const journeyId = await buildCrashJourney(rig, seed)
  const people = Array.from({ length: options.people }, (_, index) => ({
    email: `customer${index}.seed${seed}@example.com`,
    score: Math.floor(random() * 10),
    plan: random() < 0.2 ? 'patient' : 'basic',
  }))

  const victims: Victim[] = ['worker', 'postgres', 'web', 'worker']
  const disasters = Array.from({ length: options.kills }, (_, index) => ({
    // The first victims rotate by seed, so that a few seeds cover all of them.
    victim: victims[(seed + index) % victims.length]!,
    which: Math.floor(random() * 10),
    afterMs: 100 + random() * 900,
    downMs: random() * 700,
  }))
  const chaos = (async () => {
    for (const { victim, which, afterMs, downMs } of disasters) {
      await pause(afterMs)
      await rig.kill(victim, which, downMs)
    }
  })()
  const accepted = new Set<string>()
  const chunk = Math.ceil(people.length / 4)
  for (let from = 0; from < people.length; from += chunk) {
    const batch = people.slice(from, from + chunk)
    const { results } = await rig.call('POST', `/journeys/${journeyId}/participants`, { participants: batch })
    for (const [index, result] of results.entries()) {
      // A request whose response was lost is sent again, and then the people are duplicates.
      if (result.status === 'enrolled' || result.status === 'duplicate') accepted.add(batch[index]!.email)
    }
    await pause(random() * 300)
  }
  await chaos
  expect(accepted.size, 'people whom the API took').toBe(people.length)

  await until(
    `seed ${seed}: nobody to be on the way any more`,
    async () => {
      const [row] = await rig.query<{ moving: number }>(
        `select count(*)::integer as moving from enrollments where journey_id = $1 and status = 'active' and node_id <> 'day'`,
        [journeyId],
      )
      return row!.moving === 0
    },
    180_000,
  ).catch(async (error: Error) => {
    const left = await rig.query(
      `select step_id, status, attempt, due_at, lease_until, lease_owner, in_doubt, now() from enrollments
       where journey_id = $1 and status = 'active' and node_id <> 'day' limit 5`,
      [journeyId],
    )
    throw new Error(`${error.message}\n${JSON.stringify([left, rig.unexpected], null, 1)}`)
  })
  expect(rig.unexpected, 'processes that ended though nobody killed them').toEqual([])
  const kills = rig.kills.length - killsBefore

  // Every person is in the right place.
  const rows = await rig.query<{
    id: string
    email: string
    status: string
    node_id: string
    reason: string | null
    visit: number
    is_leased: boolean
    stage: string | null
  }>(
    `select e.id, p.email, e.status, e.node_id, e.reason, e.visit, e.lease_until is not null as is_leased, p.fields->>'stage' as stage
     from enrollments e join participants p on p.id = e.participant_id where e.journey_id = $1`,
    [journeyId],
  )
  expect(rows).toHaveLength(people.length)
  const byEmail = new Map(rows.map((row) => [row.email, row]))
  const parked = rows.filter((row) => row.status === 'parked')
  for (const person of people) {
    const row = byEmail.get(person.email)!
    if (row.status === 'parked') expect(row).toMatchObject({ node_id: 'mail', reason: 'mailInDoubt', is_leased: false })
    else if (person.plan === 'patient')
      expect(row).toMatchObject({ status: 'active', node_id: 'day', stage: 'thanked' })
    else expect(row).toMatchObject({ status: 'completed', node_id: 'done', is_leased: false, stage: 'thanked' })
  }

  // Every step once: the visits of each person are 1, 2, 3 … without a gap or a repetition.
  const steps = await rig.query<{ enrollment_id: string; steps: number; visits: number; last: number }>(
    `select enrollment_id, count(*)::integer as steps, count(distinct visit)::integer as visits, max(visit) as last
     from step_executions where journey_id = $1 group by enrollment_id`,
    [journeyId],
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const { enrollment_id, steps: executions, visits, last } of steps) {
    const row = byId.get(enrollment_id)!
    const expected = row.status === 'active' ? row.visit - 1 : row.visit
    expect([executions, visits, last], `step executions of ${row.email}`).toEqual([expected, expected, expected])
  }

  // Calls: every person who should be called was called, under one key, with one body.
  const called = people.filter((person) => person.score >= 3)
  const keyOf = new Map(rows.map((row) => [row.email, `${row.id}:post/call:4`]))
  const requests = new Map<string, { bodies: Set<string>; count: number }>()
  const executionIds = new Set(rows.map((row) => row.id))
  for (const { headers, body } of rig.target.requests) {
    const key = headers['idempotency-key']!
    if (!executionIds.has(key.split(':')[0]!)) continue
    const seen = requests.get(key) ?? { bodies: new Set(), count: 0 }
    requests.set(key, { bodies: seen.bodies.add(body), count: seen.count + 1 })
  }
  expect([...requests.keys()].toSorted()).toEqual(called.map((person) => keyOf.get(person.email)!).toSorted())
  const attempts = await rig.query<{ key: string; attempts: number; in_doubt: boolean }>(
    `select coalesce(idempotency_key, enrollment_id || ':' || step_id || ':' || visit) as key, count(*)::integer as attempts, bool_or(in_doubt) as in_doubt
     from callout_attempts where journey_id = $1 group by 1`,
    [journeyId],
  )
  const recorded = new Map(attempts.map((row) => [row.key, row]))
  let doubledCalls = 0
  for (const [key, { bodies, count }] of requests) {
    expect(bodies.size, `bodies sent under ${key}`).toBe(1)
    const record = recorded.get(key)!
    // Calls that the target saw but that have no record were cut off, and the repeated call is marked as in doubt.
    const cutOff = count - record.attempts
    expect(cutOff, `calls under ${key} without a record`).toBeGreaterThanOrEqual(0)
    expect(cutOff, `calls under ${key} without a record`).toBeLessThanOrEqual(kills)
    if (cutOff > 0) expect(record.in_doubt, `${key} says that it is in doubt`).toBe(true)
    doubledCalls += cutOff
  }
  expect(doubledCalls).toBeLessThanOrEqual(kills * doublesPerKill)

  // Mails: never sent twice automatically; a person past the mail step has received exactly one.
  const received = new Map<string, number>()
  for (const { to } of rig.mails.received) received.set(to[0]!, (received.get(to[0]!) ?? 0) + 1)
  for (const person of people) {
    const row = byEmail.get(person.email)!
    const count = received.get(person.email) ?? 0
    if (person.score < 3) expect(count, `mails to ${person.email}`).toBe(0)
    else if (row.status === 'parked') expect(count, `mails to ${person.email}`).toBeLessThanOrEqual(1)
    else expect(count, `mails to ${person.email}`).toBe(1)
  }
  expect(parked.length).toBeLessThanOrEqual(kills * doublesPerKill)

  // The counters agree with the rows.
  const analytics = (await rig.call('GET', `/journeys/${journeyId}/analytics`)) as JourneyAnalytics
  for (const node of analytics.nodes) {
    const left = Object.values(node.left).reduce((sum, count) => sum + count, 0)
    expect(node.entered, `entered of ${node.nodeId}`).toBe(
      node.waiting + left + node.dropped + node.parked + node.moved,
    )
    const standing = rows.filter((row) => row.node_id === node.nodeId)
    expect(node.waiting, `waiting at ${node.nodeId}`).toBe(standing.filter((row) => row.status === 'active').length)
    expect(node.parked, `parked at ${node.nodeId}`).toBe(standing.filter((row) => row.status === 'parked').length)
  }
  const numbers = (nodeId: string) => analytics.nodes.find((node) => node.nodeId === nodeId)!
  expect(numbers('entry').entered).toBe(people.length)
  expect(numbers('reply').left).toEqual({ met: called.length, timedOut: people.length - called.length })
  expect(numbers('post').callouts).toMatchObject({
    total: called.length,
    succeeded: called.length,
    attempts: attempts.reduce((sum, row) => sum + row.attempts, 0),
  })
  return { people: people.length, doubledCalls, parkedMails: parked.length, kills }
}

/** Publishes the journey and returns its id. */
export async function buildCrashJourney(rig: CrashRig, seed: number): Promise<string> {
  const connection = await rig.call('POST', '/connections', {
    connector: 'http',
    name: `Target of seed ${seed} ${Math.random()}`,
    environment: 'sandbox',
    baseUrl: rig.target.url,
    auth: { kind: 'bearer', token: 'a-token' },
  })
  const action = await rig.call('POST', '/external-actions', {
    connectionId: connection.id,
    name: `Post of seed ${seed} ${Math.random()}`,
    method: 'POST',
    path: '/messages',
    body: { kind: 'json', template: '{"email":"{{email}}","score":{{score}}}' },
    tokens: [
      { name: 'email', type: 'text', required: true },
      { name: 'score', type: 'number', required: true },
    ],
    extract: [{ name: 'ts', path: '$.ts', type: 'text', ifMissing: 'empty' }],
    retry: { maxAttempts: 10, backoffMs: 50, maxBackoffMs: 200, retryOn: ['429', '5xx', 'timeout', 'network'] },
  })
  const journey = await rig.call('POST', '/journeys', crashJourney(`Seed ${seed}`, action.id))
  await rig.call('POST', `/journeys/${journey.id}/publish`, {})
  return journey.id
}
