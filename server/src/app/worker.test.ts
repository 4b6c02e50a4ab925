import { describe, expect, it } from 'vitest'
import { startCalloutServer } from '../../test/callout-server.ts'
import { npsJourney } from '../../test/nps-journey.ts'
import { runWorker, until } from '../../test/run-worker.ts'
import { createTestApp, type TestApp } from '../../test/test-app.ts'
import type { JourneyAnalytics, NodeAnalytics } from '../insights/journeys/journey-analytics.ts'

type Body = Record<string, any>

async function client(app: TestApp) {
  const key = await app.apiKey('admin')
  return async (method: string, path: string, json?: unknown, headers: Record<string, string> = {}): Promise<Body> => {
    const response = await app.request(`/api/v1${path}`, {
      method,
      key,
      headers,
      ...(json === undefined ? {} : { json }),
    })
    const body = response.status === 204 ? {} : ((await response.json()) as Body)
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(body)}`)
    return body
  }
}

async function setUp(app: TestApp, target: { url: string }) {
  const call = await client(app)
  const connection = await call('POST', '/connections', {
    connector: 'http',
    name: 'Chat',
    environment: 'sandbox',
    baseUrl: target.url,
    auth: { kind: 'bearer', token: 'very-secret-token' },
  })
  const action = await call('POST', '/external-actions', {
    connectionId: connection.id,
    name: 'Post message',
    method: 'POST',
    path: '/messages',
    body: { kind: 'json', template: '{"text":"{{text}}","score":{{score}}}' },
    tokens: [
      { name: 'text', type: 'text', required: true },
      { name: 'score', type: 'number' },
    ],
    extract: [{ name: 'ts', path: '$.ts', type: 'text', ifMissing: 'empty' }],
    retry: { maxAttempts: 2, backoffMs: 50, maxBackoffMs: 100, retryOn: ['429', '5xx', 'timeout', 'network'] },
  })
  return { call, action }
}

function people(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    email: `customer${String(index).padStart(5, '0')}@example.com`,
    score: index % 11,
  }))
}

function expectNumbersAddUp({ nodes }: JourneyAnalytics): void {
  for (const node of nodes) {
    const left = Object.values(node.left).reduce((sum, people) => sum + people, 0)
    expect(node.entered, node.nodeId).toBe(node.waiting + left + node.dropped + node.parked + node.moved)
  }
}

const numbersOf = ({ nodes }: JourneyAnalytics, nodeId: string) =>
  nodes.find((node) => node.nodeId === nodeId) as NodeAnalytics

describe('a journey through the public API', () => {
  for (const when of ['after', 'before'] as const) {
    it(`brings everybody who was added ${when} the publish to the end, with one call for each who should be called`, async () => {
      await using target = await startCalloutServer({
        answer: (request) => ({ body: { ts: `ts-${(JSON.parse(request.body) as Body).score}` } }),
      })
      await using app = await createTestApp({ env: { calloutAllow: [target.allow] } })
      await using _ = await runWorker(app.deps)
      const { call, action } = await setUp(app, target)
      const journey = await call('POST', '/journeys', npsJourney(action.id as string))
      const count = 300
      const enrol = async () => {
        const { results } = await call('POST', `/journeys/${journey.id}/participants`, { participants: people(count) })
        expect(results.filter((result: Body) => result.status === 'enrolled')).toHaveLength(count)
      }

      if (when === 'before') await enrol()
      const published = await call('POST', `/journeys/${journey.id}/publish`, {})
      expect(published.version).toBe(1)
      if (when === 'after') await enrol()

      const analytics = await until('everybody to end', async () => {
        const answer = (await call('GET', `/journeys/${journey.id}/analytics`)) as JourneyAnalytics
        expectNumbersAddUp(answer)
        return numbersOf(answer, 'done').left.completed === count && answer
      })
      const called = people(count).filter((person) => person.score >= 9)
      expect(numbersOf(analytics, 'reply').left).toEqual({ met: called.length, timedOut: count - called.length })
      expect(numbersOf(analytics, 'post').callouts).toMatchObject({
        total: called.length,
        succeeded: called.length,
        failed: 0,
      })

      expect(target.requests.map((request) => request.body).toSorted()).toEqual(
        called
          .map((person) => JSON.stringify({ text: `${person.email} gave ${person.score}`, score: person.score }))
          .toSorted(),
      )
      expect(target.keys.size).toBe(called.length)
      const { items } = await call('GET', `/callouts?journeyId=${journey.id}&limit=200`)
      expect(items).toHaveLength(called.length)
      expect(JSON.stringify(items)).not.toContain('very-secret-token')

      const [person] = (await call('GET', `/journeys/${journey.id}/participants?q=customer00009`)).items
      const path = await call('GET', `/journeys/${journey.id}/participants/${person.participantId}`)
      expect(path.fields.chatTs).toBe('ts-9')
      expect(path.stepExecutions.map((step: Body) => [step.stepId, step.outlet, step.outcome])).toEqual([
        ['entry/arrive', 'next', 'left'],
        ['cool/wait', 'next', 'left'],
        ['reply/wait', 'met', 'left'],
        ['post/call', 'next', 'left'],
        ['done/end', 'completed', 'ended'],
      ])
    })
  }

  it('retries a failing call under the same key and parks whom it cannot help', async () => {
    await using target = await startCalloutServer({
      answer: (request) => (request.body.includes('customer00009') ? { body: { ts: 'ok' } } : { status: 503 }),
    })
    await using app = await createTestApp({ env: { calloutAllow: [target.allow] } })
    await using _ = await runWorker(app.deps)
    const { call, action } = await setUp(app, target)
    const journey = await call('POST', '/journeys', npsJourney(action.id as string))
    await call('POST', `/journeys/${journey.id}/publish`, {})
    await call('POST', `/journeys/${journey.id}/participants`, { participants: people(11).slice(9) })

    const analytics = await until('one to end and one to be parked', async () => {
      const answer = (await call('GET', `/journeys/${journey.id}/analytics`)) as JourneyAnalytics
      expectNumbersAddUp(answer)
      return numbersOf(answer, 'post').parked === 1 && numbersOf(answer, 'done').entered === 1 && answer
    })
    expect(numbersOf(analytics, 'post').callouts).toMatchObject({
      total: 2,
      attempts: 3,
      succeeded: 1,
      failed: 1,
      retried: 1,
    })
    expect([...target.keys.values()].toSorted()).toEqual([1, 2])
    const { items } = await call('GET', `/journeys/${journey.id}/participants?status=parked`)
    expect((await call('GET', `/journeys/${journey.id}/participants?status=failed`)).items).toEqual(items)
    const drop = { action: 'drop', filter: { status: 'failed' }, dryRun: true }
    expect(await call('POST', `/journeys/${journey.id}/participants/actions`, drop)).toEqual({ people: 1 })
    expect(numbersOf(analytics, 'post')).toMatchObject({ parked: 1, failed: 1 })
    expect(items).toMatchObject([{ email: 'customer00010@example.com', nodeId: 'post', reason: 'httpError' }])
  })
})
