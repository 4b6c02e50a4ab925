import { expect, it } from 'vitest'
import { startCalloutServer } from '../../../test/callout-server.ts'
import { startCallingJourney } from '../../../test/start-calling-journey.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'
import type { CalloutResponse } from '../calls/attempts/callout.schemas.ts'
import type { ConnectionResponse } from '../connections/read-connection.ts'
import type { ParticipantPath } from '../../journeys/people/get-participant.ts'

// What the page of each participant shows during an outage of the other side and after it, read over the public API.

const people = 40

/** Where a call goes during the outage, and what its record then contains. */
const outages = [
  ['answers 429 with Retry-After', '/busy', { outcome: 'httpError', statusCode: 429 }, 'asked'],
  ['hangs', '/hang', { outcome: 'timeout', statusCode: null }, 'down'],
  ['resets the connection', '/reset', { outcome: 'network', statusCode: null }, 'down'],
  ['answers 500', '/status/500', { outcome: 'httpError', statusCode: 500 }, 'down'],
] as const

it.each(outages)(
  'a target that %s: two workers keep everybody waiting, ask, and let them go on, and every page says so',
  async (_name, path, failure, because) => {
    await using target = await startCalloutServer()
    if (path === '/busy') target.answer = () => ({ status: 429, headers: { 'retry-after': '600' } })
    await using app = await createTestApp({ env: { calloutAllow: [target.allow] } })
    const journey = await startCallingJourney(app, target, {
      limits: { concurrency: 4, breaker: { failures: 4, firstProbeSeconds: 0.3, maxProbeSeconds: 0.6 } },
      retry: { maxAttempts: 10, backoffMs: 100, maxBackoffMs: 200 },
      // Only a target that hangs is detected by its time limit.
      action: { path, timeoutMs: path === '/hang' ? 500 : 10_000 },
    })
    const key = await app.apiKey('viewer')
    const get = async <T>(path: string): Promise<T> => jsonOf(await app.request(`/api/v1${path}`, { key }))
    const connection = () => get<ConnectionResponse>(`/connections/${journey.connection.id}`)
    const participant = (id: string) => get<ParticipantPath>(`/journeys/${journey.journeyId}/participants/${id}`)
    const callouts = async (id: string) => {
      const { items } = await get<{ items: CalloutResponse[] }>(`/callouts?participantId=${id}&limit=50`)
      return items.toReversed()
    }
    await journey.enrol(people)
    await using _one = await runWorker(app.deps)
    await using _two = await runWorker(app.deps)

    // During the outage: the connection shows how many people wait for it, and so does the page of each of them.
    const during = await until('the connection holds people', async () => {
      const { circuitOpen } = await connection()
      if (circuitOpen?.because !== because || circuitOpen.people < people / 2) return false
      const { rows } = await app.deps.pool.query('select probes from call_limiters')
      return (because === 'asked' || rows[0].probes >= 2) && circuitOpen
    })
    expect(during.lastError).toEqual({ outcome: failure.outcome, status: failure.statusCode })
    const waiting = (await journey.people()).find(({ attempt }) => attempt === 0)!
    const page = await participant(waiting.participant_id)
    expect(page.enrollments[0]).toMatchObject({ status: 'active', nodeId: 'call', attempt: 0 })
    expect(page.enrollments[0]!.waitingFor).toMatchObject({ connection: journey.connection.name, because })
    expect(await callouts(waiting.participant_id)).toEqual([])
    // With two workers and four places: the calls that opened the breaker, the calls under way then, and one probe at a time.
    const met = target.received
    expect(met).toBeLessThan(people / 2)

    target.answer = () => ({ body: { ok: true } })
    // Ends the wait that the other side asked for, and the waits of the retries.
    await app.deps.pool.query(
      'update call_limiters set open_until = clock_timestamp(), ramp_from = clock_timestamp() where open_until > clock_timestamp()',
    )
    await app.deps.pool.query('update enrollments set due_at = clock_timestamp() where due_at > clock_timestamp()')
    await until('everybody went on', async () => (await journey.count('completed')) === people)
    expect((await connection()).circuitOpen).toBeNull()

    // After the outage: each person left the step by one success, under one key, and every failure before it is recorded.
    let failures = 0
    for (const { participant_id: id } of await journey.people()) {
      const { stepExecutions, enrollments } = await participant(id)
      const attempts = await callouts(id)
      expect(enrollments).toMatchObject([
        { status: 'completed', reason: 'completed', waitingFor: null, inDoubt: false },
      ])
      expect(stepExecutions.map(({ nodeId, outcome }) => [nodeId, outcome])).toEqual([
        ['entry', 'left'],
        ['call', 'left'],
        ['done', 'ended'],
      ])
      expect(stepExecutions[1]).toMatchObject({
        outlet: 'next',
        reason: { code: 'called', status: 200, attempt: attempts.length },
      })
      expect(attempts.map(({ attempt }) => attempt)).toEqual(attempts.map((_, index) => index + 1))
      expect(attempts.at(-1)).toMatchObject({ outcome: 'succeeded', statusCode: 200, nextAttemptAt: null })
      for (const failed of attempts.slice(0, -1))
        expect(failed).toMatchObject({ ...failure, nextAttemptAt: expect.any(String) })
      expect(new Set(attempts.map((attempt) => attempt.idempotencyKey)).size).toBe(1)
      failures += attempts.length - 1
    }
    expect(failures).toBeGreaterThan(0)
    expect(target.received).toBe(people + failures)
    expect(target.keys.size).toBe(people)
  },
  60_000,
)
