import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { call, draw, openCta, setField, splitBy, wait } from '@tabiji/shared/testing/scenario.ts'
import { buildConnection, buildExternalAction } from '../../../../test/callout-factories.ts'
import { LiveEditing, personFields, type LiveJourney } from './live-journey.ts'

// What a publish must not change, and what must never happen during one.

vi.setConfig({ testTimeout: 120_000 })

const hour = 3_600_000
const size = 20
let live: LiveEditing
let externalActionId: string
beforeAll(async () => {
  live = await LiveEditing.start(size)
  const ctx = live.app.ctx('admin')
  const { id: connectionId } = await buildConnection(ctx, { baseUrl: live.target.url })
  externalActionId = (await buildExternalAction(ctx, { connectionId })).id
})
afterAll(() => live?.[Symbol.asyncDispose]())

const greet = (value = 'Hello') => call('park', { externalActionId, tokens: { text: { from: 'template', value } } })
const mail = (subject: string) => ({ kind: 'email', config: { subject, body: 'Hello' } })
const begin = (lines: string, nodes: Parameters<typeof draw>[1]) =>
  live.begin(draw(lines, nodes, { fields: personFields }))

function remove(document: JourneyDocument, id: string): void {
  const next = document.edges.find((edge) => edge.source === id)!.target
  document.nodes = document.nodes.filter((node) => node.id !== id)
  document.edges = document.edges
    .filter((edge) => edge.source !== id)
    .map((edge) => (edge.target === id ? { ...edge, target: next } : edge))
}

/** How many calls, mails and opened CTAs there were. */
async function done(journey: LiveJourney) {
  const [row] = await journey.query<{ mails: number; ctas: number; calls: number }>(
    `select (select count(*)::integer from mails where journey_id = $1) as mails,
       (select count(*)::integer from ctas where journey_id = $1) as ctas,
       (select count(*)::integer from callout_attempts where journey_id = $1) as calls`,
  )
  return row!
}

test('publish: no call or mail is sent a second time', async () => {
  await using journey = await begin('entry > post > news > ring > cool > done', {
    post: greet(),
    news: mail('News'),
    ring: openCta(),
    cool: wait(10, 'hours'),
  })
  const once = { mails: size, ctas: size, calls: size }
  expect(await done(journey)).toEqual(once)
  await journey.publish()
  await journey.edit((document) => {
    for (const node of document.nodes) {
      if (node.id === 'post') Object.assign(node, greet('Hello again'))
      if (node.id === 'news') Object.assign(node, mail('Other news'))
      if (node.id === 'ring') Object.assign(node, openCta('Ring them again'))
    }
  })
  await journey.publish()
  await journey.pass(10 * hour)
  expect(await journey.positions()).toEqual({ 'all completed: done': size })
  await journey.publish()
  await journey.pass(hour)
  expect(await done(journey)).toEqual(once)
  expect(await journey.positions()).toEqual({ 'all completed: done': size })
})

test('publish: removing passed steps repeats no step for active or ended enrollments', async () => {
  await using journey = await begin(
    `entry > post > by > cool > ring > done
     by.late > news > end`,
    {
      post: greet(),
      by: splitBy({ late: { field: 'half', operator: 'eq', value: 'late' } }),
      news: mail('News'),
      cool: wait(10, 'hours'),
      ring: openCta(),
    },
  )
  await journey.edit((document) => {
    remove(document, 'post')
    remove(document, 'news')
  })
  const rows = await journey.publish()
  expect([rows['nodeRemoved:post']!.people, rows['nodeRemoved:news']!.people]).toEqual([0, 0])
  expect(await journey.positions()).toEqual({ 'all at cool': size / 2, 'all completed: end': size / 2 })
  await journey.pass(10 * hour)
  expect(await journey.positions()).toEqual({ 'all completed: done': size / 2, 'all completed: end': size / 2 })
  expect(await done(journey)).toEqual({ calls: size, mails: size / 2, ctas: size / 2 })
  // Their history is still shown in the numbers and on their page.
  const { post, news } = await journey.numbers()
  expect([post!.left, news!.left]).toEqual([{ next: size }, { next: size / 2 }])
  const { items } = await journey.rest('GET', '/participants?q=customer1%40')
  const { stepExecutions } = await journey.rest('GET', `/participants/${items[0].participantId}`)
  expect(stepExecutions.map((step: { stepId: string }) => step.stepId)).toEqual(
    expect.arrayContaining(['post/call', 'news/send']),
  )
})

test('a step that nothing leads to never runs, and a way out that leads nowhere ends with a reason', async () => {
  await using journey = await begin(
    `entry > cool
     news > post > done`,
    { cool: wait(1, 'hours'), news: mail('News'), post: greet() },
  )
  await journey.pass(hour)
  expect(await journey.positions()).toEqual({ 'all completed: endOfPath': size })
  expect(await done(journey)).toEqual({ mails: 0, ctas: 0, calls: 0 })
})

test('a draft that is not published reaches nobody, however it is edited', async () => {
  await using journey = await begin('entry > cool > mark > done', {
    cool: wait(1, 'hours'),
    mark: setField('stage', 'live'),
  })
  await journey.edit((document) => {
    const drafted = draw('mark > news > post > done', {
      mark: setField('stage', 'draft'),
      news: mail('Draft'),
      post: greet(),
    })
    document.nodes = [...document.nodes.filter(({ id }) => !['mark', 'done'].includes(id)), ...drafted.nodes]
    document.edges = [...document.edges.filter(({ source }) => source !== 'mark'), ...drafted.edges]
  })
  await journey.rest('POST', '/impact')
  await journey.rest('POST', '/participants', { participants: [{ email: 'customer.new@example.com', group: 'all' }] })
  await journey.quiet()
  await journey.pass(hour)
  expect(await journey.positions()).toEqual({ 'all completed: done': size + 1 })
  expect(await done(journey)).toEqual({ mails: 0, ctas: 0, calls: 0 })
  const stages = await journey.query(
    `select distinct fields->>'stage' as stage from participants where journey_id = $1`,
  )
  expect(stages).toEqual([{ stage: 'live' }])
})

test('publish: the step after a wait is chosen when the wait ends', async () => {
  await using journey = await begin(
    `entry > cool > by > low
     by.high > post > high`,
    {
      cool: wait(10, 'hours'),
      by: splitBy({ high: { field: 'score', operator: 'gte', value: 100 } }),
      post: greet('{{ participant.score }}'),
    },
  )
  await journey.pass(9 * hour)
  expect(await journey.positions()).toEqual({ 'all at cool': size })
  await journey.query(
    `update participants set fields = fields || '{"score": 123}' where journey_id = $1 and fields->>'half' = 'late'`,
  )
  live.target.requests.splice(0)
  await journey.pass(hour)
  expect(await journey.positions()).toEqual({ 'all completed: high': size / 2, 'all completed: low': size / 2 })
  expect(live.target.requests.map(({ body }) => JSON.parse(body).text)).toEqual(Array(size / 2).fill('123'))
})

test('a step that uses what a removed call gave is refused by name', async () => {
  await using journey = await begin('entry > post > cool > news > done', {
    post: greet(),
    cool: wait(1, 'hours'),
    news: { kind: 'email', config: { subject: 'Your number', body: '{{ nodes.post.ts }}' } },
  })
  await journey.edit((document) => remove(document, 'post'))
  await expect(journey.publish()).rejects.toThrow(/422.*"nodeId":"news"/)
  await journey.pass(hour)
  expect(await journey.positions()).toEqual({ 'all completed: done': size })
})

test('whoever a new way leads past a call is parked where its answer is needed, and nothing is sent with a hole in it', async () => {
  await using journey = await begin(
    `entry > cool > post > by > report > done
     by.other > aside > post`,
    {
      cool: wait(1, 'hours'),
      post: greet(),
      by: splitBy({ other: { field: 'score', operator: 'gt', value: 999 } }),
      aside: wait(1, 'hours'),
      report: greet('{{ nodes.post.ts }}'),
    },
  )
  await journey.edit((document) => {
    document.edges = document.edges.map((edge) => (edge.source === 'cool' ? { ...edge, target: 'by' } : edge))
  })
  await journey.publish()
  live.target.requests.splice(0)
  await journey.pass(hour)
  expect(await journey.positions()).toEqual({ 'all parked: mappingError': size })
  expect(live.target.requests).toEqual([])
  expect((await journey.numbers()).report).toMatchObject({ entered: size, parked: size })
})

test('publishes while people come in: everybody goes through one version or the other, and nobody through a mix of both', async () => {
  const versions = 6
  const stamp = (version: number) => setField('stage', `v${version}`)
  await using journey = await begin('entry > mark > cool > done', { mark: stamp(1), cool: wait(1, 'hours') })
  const entering = async (lane: number) => {
    for (let round = 0; round < 15; round++) {
      const participants = Array.from({ length: 10 }, (_, index) => ({
        email: `late${lane}.${round}.${index}@example.com`,
        group: 'all',
      }))
      const { results } = await journey.rest('POST', '/participants', { participants })
      for (const { status } of results) expect(status).toBe('enrolled')
    }
  }
  const publishing = async () => {
    for (let version = 2; version <= versions; version++) {
      await journey.edit(
        (document) =>
          void Object.assign(
            document.nodes.find(({ id }) => id === 'mark')!,
            stamp(version),
          ),
      )
      await journey.publish({}, { isSwept: false })
    }
  }
  await Promise.all([publishing(), entering(1), entering(2)])
  await journey.quiet()
  expect(await journey.positions()).toEqual({ 'all at cool': size + 300 })
  // What was written matches the version whose name it has.
  const rows = await journey.query<{ stage: string; version: number; executions: number }>(
    `select p.fields->>'stage' as stage, x.version_number as version, count(*)::integer as executions
     from step_executions x join enrollments e on e.id = x.enrollment_id join participants p on p.id = e.participant_id
     where x.journey_id = $1 and x.node_id = 'mark' group by 1, 2`,
  )
  for (const { stage, version } of rows) expect(stage).toBe(`v${version}`)
  expect(rows.reduce((sum, { executions }) => sum + executions, 0)).toBe(size + 300)
  expect(rows.length).toBeGreaterThan(1)
  await journey.numbers()
})
