import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { DraftNode, JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import {
  call,
  draw,
  openCta,
  setField,
  splitBy,
  wait,
  waitFor,
  waitUntil,
  type DrawnNode,
} from '@tabiji/shared/testing/scenario.ts'
import { buildConnection, buildExternalAction } from '../../../../test/callout-factories.ts'
import { until } from '../../../../test/run-worker.ts'
import { byGroup, expectSpread, isLate, LiveEditing, personFields, type Person } from './live-journey.ts'

const hour = 3_600_000
const hours = (amount: number) => amount * hour
/**
 * The window over which 10,000 overdue people are spread unless an admin chooses another one, applied to this number of people.
 */
const windowMs = (people: number) => people * 30

const nodeOf = (document: JourneyDocument, id: string): DraftNode => document.nodes.find((node) => node.id === id)!
const configOf = (document: JourneyDocument, id: string) => nodeOf(document, id).config as Record<string, any>

function replace(document: JourneyDocument, id: string, node: DrawnNode): void {
  Object.assign(nodeOf(document, id), node)
}

function connect(document: JourneyDocument, source: string, outlet: string, target: string): void {
  document.edges = document.edges.filter((edge) => edge.source !== source || edge.outlet !== outlet)
  document.edges.push({ source, outlet, target })
}

/** Removes the node and connects its neighbours along its main path, as the editor does. */
function remove(document: JourneyDocument, id: string): void {
  const next = document.edges.find((edge) => edge.source === id)?.target
  document.nodes = document.nodes.filter((node) => node.id !== id)
  document.edges = document.edges
    .filter((edge) => edge.source !== id)
    .flatMap((edge) => (edge.target !== id ? [edge] : next === undefined ? [] : [{ ...edge, target: next }]))
}

function add(document: JourneyDocument, id: string, node: DrawnNode): void {
  document.nodes.push({ id, position: { x: 0, y: 0 }, ...node })
}

const timeLimit = (amount: number) => waitFor({ field: 'score', operator: 'gt', value: 99 }, { amount, unit: 'hours' })

const choicesOfRemoved = ['move', 'moveTo', 'exit', 'finishOld']

/**
 * Tests each row of the table of what an edit does to people inside, with one group of people for each choice. What the preview
 * counts and the publish promises must happen. Each journey has `size` people.
 */
export function testLiveEditRows(size: number): void {
  vi.setConfig({ testTimeout: size > 10_000 ? 3_600_000 : 300_000 })
  let live: LiveEditing
  beforeAll(async () => {
    live = await LiveEditing.start(size)
  })
  afterAll(() => live?.[Symbol.asyncDispose]())
  const begin = (document: JourneyDocument, groups?: readonly string[]) => live.begin(document, groups)

  test('content of a call, a mail and a CTA: new for those before it; a call that was begun keeps what it was entered with', async () => {
    const ctx = live.app.ctx('admin')
    const { id: connectionId } = await buildConnection(ctx, { baseUrl: live.target.url })
    const action = await buildExternalAction(ctx, {
      connectionId,
      retry: { maxAttempts: 3, backoffMs: hours(1), maxBackoffMs: hours(1), retryOn: ['429'] },
    })
    const text = (word: string) => ({
      from: 'template',
      value: `${word} {{ participant.email }} {{ participant.half }}`,
    })
    // One person in fifty is enough for calls and mails.
    const isSome = ({ email }: Person) => email.startsWith('customer10')
    const document = draw(
      `entry > some > aside > done
       some.some > half > post > mail > ring > done
       half.late > hold > post`,
      {
        some: splitBy({ some: { field: 'email', operator: 'startsWith', value: 'customer10' } }),
        aside: wait(50, 'hours'),
        half: isLate,
        hold: wait(2, 'hours'),
        post: call('park', { externalActionId: action.id, tokens: { text: text('OLD') } }),
        mail: { kind: 'email', config: { subject: 'OLD', body: 'Hello' } },
        ring: openCta('OLD'),
      },
      { fields: personFields },
    )
    // Few enough refusals among the replies that the breaker does not open.
    const refused = new Set<string>()
    live.target.requests.splice(0)
    live.target.answer = ({ body, headers }) => {
      const isRefused = /OLD customer10[05]0@/.test(body) && !refused.has(headers['idempotency-key']!)
      if (isRefused) refused.add(headers['idempotency-key']!)
      return isRefused ? { status: 429 } : { body: { ts: '1' } }
    }
    await using journey = await begin(document)
    const retried = refused.size
    const some = journey.count(isSome)
    const late = journey.count((person) => isSome(person) && person.half === 'late')
    expect(retried).toBeGreaterThan(0)
    expect((await journey.numbers()).post!.waiting).toBe(retried)

    await journey.edit((document) => {
      configOf(document, 'post').tokens.text = text('NEW')
      configOf(document, 'mail').subject = 'NEW'
      configOf(document, 'ring').name = 'NEW'
    })
    const rows = await journey.publish()
    expect(Object.values(rows).map(({ id, people, choices }) => ({ id, people, choices }))).toEqual(
      ['post', 'mail', 'ring'].map((node) => ({ id: `nodeChanged:${node}`, people: 0, choices: [] })),
    )
    await journey.pass(hours(3))

    const bodies = Map.groupBy(live.target.requests, ({ headers }) => headers['idempotency-key']!)
    const isNew = (body: string) => body.includes('"NEW ')
    expect(bodies.size).toBe(some)
    for (const [key, requests] of bodies) {
      expect(new Set(requests.map(({ body }) => body)).size, `bodies under ${key}`).toBe(1)
      expect(requests.length, `calls under ${key}`).toBe(refused.has(key) ? 2 : 1)
      expect(isNew(requests[0]!.body)).toBe(requests[0]!.body.includes(' late"'))
    }
    const before = some - late - retried
    expect(
      await journey.query(
        `select subject, count(*)::integer as people from mails where journey_id = $1 group by 1 order by 1`,
      ),
    ).toEqual([
      { subject: 'NEW', people: some - before },
      { subject: 'OLD', people: before },
    ])
    expect(
      await journey.query(
        `select name, count(*)::integer as people from ctas where journey_id = $1 group by 1 order by 1`,
      ),
    ).toEqual([
      { name: 'NEW', people: some - before },
      { name: 'OLD', people: before },
    ])
    expect(await journey.positions()).toEqual({ 'all at aside': size - some, 'all completed: done': some })
    expect((await journey.numbers()).post!.callouts).toMatchObject({ total: some, attempts: some + retried })
    live.target.answer = null
  })

  test('a wait shortened: re-timed from when they came, the overdue spread over the window, or left as it was', async () => {
    const groups = ['retime', 'keep', 'limit', 'limitKept']
    await using journey = await begin(waitsByGroup(groups, wait(10, 'hours'), timeLimit(10)), groups)
    const one = (half?: Person['half']) =>
      journey.count(({ group, half: of }) => group === 'retime' && (half ?? of) === of)
    await journey.pass(hours(2))
    await journey.pass(hours(3))
    await journey.edit((document) => {
      for (const id of ['retime', 'keep']) configOf(document, id).amount = 4
      for (const id of ['limit', 'limitKept']) configOf(document, id).timeLimit.amount = 4
    })
    const rows = await journey.publish({ 'wait.shortened:keep': 'keep', 'wait.shortened:limitKept': 'keep' })
    for (const group of groups) {
      expect(rows[`wait.shortened:${group}`]).toMatchObject({
        people: one(),
        dueNow: one('early'),
        choices: ['retime', 'keep'],
        default: 'retime',
        actsNow: ['retime'],
      })
    }
    for (const group of ['retime', 'limit']) {
      const times = await journey.times(group)
      const early = times.filter(({ half }) => half === 'early')
      expect([times.length, early.length]).toEqual([one(), one('early')])
      expectSpread(
        early.map(({ fromNowMs }) => fromNowMs),
        windowMs(early.length),
      )
      expect(new Set(times.filter(({ half }) => half === 'late').map(({ endsAfterMs }) => endsAfterMs))).toEqual(
        new Set([hours(4)]),
      )
    }
    for (const group of ['keep', 'limitKept'])
      expect(new Set((await journey.times(group)).map(({ endsAfterMs }) => endsAfterMs))).toEqual(new Set([hours(10)]))

    await journey.pass(windowMs(one('early')))
    expect(await journey.positions()).toEqual({
      'keep at keep': one(),
      'limit at limit': one('late'),
      'limit completed: done': one('early'),
      'limitKept at limitKept': one(),
      'retime at retime': one('late'),
      'retime completed: done': one('early'),
    })
    await journey.pass(hours(8))
    expect(await ended(journey)).toEqual({ completed: size })
  })

  test('a wait lengthened: those in it keep their time, or are timed anew from when they came', async () => {
    const groups = ['keep', 'retime', 'limit', 'limitRetimed']
    await using journey = await begin(waitsByGroup(groups, wait(10, 'hours'), timeLimit(10)), groups)
    const one = journey.count(({ group }) => group === 'keep')
    await journey.pass(hours(2))
    await journey.edit((document) => {
      for (const id of ['keep', 'retime']) configOf(document, id).amount = 20
      for (const id of ['limit', 'limitRetimed']) configOf(document, id).timeLimit.amount = 20
    })
    const rows = await journey.publish({ 'wait.lengthened:retime': 'retime', 'wait.lengthened:limitRetimed': 'retime' })
    for (const group of groups) {
      expect(rows[`wait.lengthened:${group}`]).toMatchObject({
        people: one,
        dueNow: 0,
        choices: ['keep', 'retime'],
        default: 'keep',
      })
      const isRetimed = group === 'retime' || group === 'limitRetimed'
      const times = await journey.times(group)
      expect(times).toHaveLength(one)
      expect(new Set(times.map(({ endsAfterMs }) => endsAfterMs))).toEqual(new Set([hours(isRetimed ? 20 : 10)]))
    }
    await journey.pass(hours(10))
    expect(await journey.positions()).toEqual({
      'keep completed: done': one,
      'limit completed: done': one,
      'limitRetimed at limitRetimed': one,
      'retime at retime': one,
    })
    await journey.pass(hours(10))
    expect(await ended(journey)).toEqual({ completed: size })
  })

  test('the kind of a wait changed: worked out again, the past due now and spread, or left as it was', async () => {
    const groups = ['field', 'fieldKept', 'moment', 'momentKept']
    await using journey = await begin(waitsByGroup(groups, wait(10, 'hours'), wait(10, 'hours')), groups)
    const one = (half?: Person['half']) =>
      journey.count(({ group, half: of }) => group === 'field' && (half ?? of) === of)
    await journey.pass(hours(2))
    await journey.edit((document) => {
      for (const id of ['field', 'fieldKept']) replace(document, id, waitUntil('untilField', { field: 'renewal' }))
      for (const id of ['moment', 'momentKept'])
        replace(document, id, waitUntil('until', { at: '2026-01-01T00:00:00Z' }))
    })
    const rows = await journey.publish({ 'wait.kindChanged:fieldKept': 'keep', 'wait.kindChanged:momentKept': 'keep' })
    for (const group of groups) {
      expect(rows[`wait.kindChanged:${group}`]).toMatchObject({
        people: one(),
        // Each person has their own date, so each has to be checked individually.
        dueNow: group.startsWith('field') ? null : one(),
        choices: ['retime', 'keep'],
        default: 'retime',
      })
    }
    // The renewal date of early people was three days ago; that of late people is in five days.
    const field = await journey.times('field')
    const past = field.filter(({ half }) => half === 'early')
    expectSpread(
      past.map(({ fromNowMs }) => fromNowMs),
      windowMs(one()),
    )
    expect(Math.min(...field.filter(({ half }) => half === 'late').map(({ fromNowMs }) => fromNowMs))).toBeGreaterThan(
      hours(3 * 24),
    )
    expectSpread(
      (await journey.times('moment')).map(({ fromNowMs }) => fromNowMs),
      windowMs(one()),
    )
    for (const group of ['fieldKept', 'momentKept'])
      expect(new Set((await journey.times(group)).map(({ endsAfterMs }) => endsAfterMs))).toEqual(new Set([hours(10)]))

    await journey.pass(windowMs(one()))
    expect(await journey.positions()).toEqual({
      'field at field': one('late'),
      'field completed: done': one('early'),
      'fieldKept at fieldKept': one(),
      'moment completed: done': one(),
      'momentKept at momentKept': one(),
    })
    await journey.pass(hours(10))
    expect(await journey.positions()).toMatchObject({
      'field at field': one('late'),
      'fieldKept completed: done': one(),
    })
  })

  test('the hours of a mail changed: whoever is deferred to them is deferred to the new ones, or for those they had', async () => {
    // The hours begin at midnight.
    live.clock.advance(hours(24) - (live.clock.at % hours(24)))
    const mail = (from: string) => ({
      kind: 'email',
      config: { subject: 'Hello', body: 'Hello', sendTimes: { weekdays: [1, 2, 3, 4, 5, 6, 7], from, to: '24:00' } },
    })
    const document = draw(
      `entry > by > aside > done
       by.retime > retime > done
       by.keep > keep > done`,
      { by: byGroup('retime', 'keep'), aside: wait(50, 'hours'), retime: mail('08:00'), keep: mail('08:00') },
      { fields: personFields, timeZone: 'UTC' },
    )
    const others = Array<string>(48).fill('aside')
    await using journey = await begin(document, ['retime', 'keep', ...others])
    const some = size / 50
    await journey.edit((document) => {
      for (const id of ['retime', 'keep']) configOf(document, id).sendTimes.from = '04:00'
    })
    const rows = await journey.publish({ 'wait.sendTimesChanged:keep': 'keep' })
    for (const group of ['retime', 'keep'])
      expect(rows[`wait.sendTimesChanged:${group}`]).toMatchObject({
        people: some,
        choices: ['retime', 'keep'],
        default: 'retime',
      })
    await journey.pass(hours(5))
    expect(await journey.positions()).toMatchObject({ 'keep at keep': some, 'retime completed: done': some })
    await journey.pass(hours(4))
    expect(await ended(journey)).toEqual({ active: size - 2 * some, completed: 2 * some })
  })

  test('a condition changed: everybody in it is checked at once, spread over the window, or when something next changes', async () => {
    const condition = (least: number) => ({
      any: [
        { field: 'score', operator: 'gte', value: least },
        { signal: 'ctaClosedSuccess', node: 'ring' },
      ],
    })
    const answer = {
      kind: 'conditionalWait',
      config: { condition: condition(99), timeLimit: { amount: 10, unit: 'hours' } },
    }
    const document = draw(
      `entry > ring > by > now > yes
       by.later > later > yes
       now.timedOut > no
       later.timedOut > no`,
      { ring: openCta(), by: byGroup('later'), now: answer, later: answer },
      { fields: personFields },
    )
    await using journey = await begin(document, ['now', 'later'])
    const half = size / 2
    const met = journey.count(({ group, score }) => group === 'now' && score >= 5)
    await journey.edit((document) => {
      for (const id of ['now', 'later']) configOf(document, id).condition = condition(5)
    })
    const rows = await journey.publish({ 'conditionChanged:later': 'onNextChange' })
    for (const group of ['now', 'later']) {
      expect(rows[`conditionChanged:${group}`]).toMatchObject({
        people: half,
        choices: ['recheckNow', 'onNextChange'],
        default: 'recheckNow',
        actsNow: ['recheckNow'],
      })
    }
    expectSpread(
      (await journey.times('now')).map(({ fromNowMs }) => fromNowMs),
      windowMs(half),
    )
    await journey.pass(windowMs(half))
    expect(await journey.positions()).toEqual({
      'later at later': half,
      'now at now': half - met,
      'now completed: yes': met,
    })

    // A field of one person changes. That person would have met the new condition from the start.
    const person = journey.people.find(({ group, score }) => group === 'later' && score >= 5)!
    const [{ id: ctaId }] = (await journey.query<{ id: string }>(
      `select c.id from ctas c join participants p on p.id = c.participant_id where c.journey_id = $1 and p.email = $2`,
      [person.email],
    )) as [{ id: string }]
    await live.rest('POST', `/ctas/${ctaId}/close`, { outcome: 'closedSuccess' })
    await journey.quiet()
    expect((await journey.positions())['later completed: yes']).toBe(1)

    // At the time limit everybody is checked against the current condition.
    await journey.pass(hours(10))
    expect(await journey.positions()).toEqual({
      'later completed: no': half - met,
      'later completed: yes': met,
      'now completed: no': half - met,
      'now completed: yes': met,
    })
  })

  test('a node removed: moved along its main path, to a chosen node, out of the journey, or finished on the old version', async () => {
    const groups = choicesOfRemoved
    const document = draw(
      groups.map((group) => `by.${group} > w-${group} > rest`).join('\n') +
        `
        entry > by > aside > done
        rest > mark > done`,
      {
        by: byGroup(...groups),
        ...Object.fromEntries(groups.map((group) => [`w-${group}`, wait(10, 'hours')])),
        rest: wait(20, 'hours'),
        aside: wait(30, 'hours'),
        mark: setField('stage', 'old'),
      },
      { fields: personFields },
    )
    await using journey = await begin(document, groups)
    const one = size / 4
    await journey.pass(hours(1))
    await journey.edit((document) => {
      for (const group of groups) remove(document, `w-${group}`)
      replace(document, 'mark', setField('stage', 'new'))
    })
    const rows = await journey.publish({
      'nodeRemoved:w-moveTo': 'moveTo:aside',
      'nodeRemoved:w-exit': 'exit',
      'nodeRemoved:w-finishOld': 'finishOld',
    })
    for (const group of groups) {
      expect(rows[`nodeRemoved:w-${group}`]).toMatchObject({ people: one, choices: choicesOfRemoved, default: 'move' })
      expect(rows[`nodeRemoved:w-${group}`]!.targets.map(({ nodeId }) => nodeId)).toEqual(
        expect.arrayContaining(['rest', 'aside', 'done']),
      )
    }
    expect(await journey.positions()).toEqual({
      'exit completed: nodeRemovedExit': one,
      'finishOld at w-finishOld': one,
      'move at rest': one,
      'moveTo at aside': one,
    })
    const numbers = await journey.numbers()
    expect(groups.map((group) => numbers[`w-${group}`]!.moved)).toEqual([one, one, one, 0])
    expect([numbers.rest!.entered, numbers.aside!.entered]).toEqual([one, one])

    await journey.pass(hours(30))
    await journey.pass(hours(20))
    expect(await ended(journey)).toEqual({ completed: size })
    expect(
      await journey.query(
        `select fields->>'group' as "group", fields->>'stage' as stage, count(*)::integer as people from participants
         where journey_id = $1 group by 1, 2 order by 1`,
      ),
    ).toEqual([
      { group: 'exit', stage: null, people: one },
      { group: 'finishOld', stage: 'old', people: one },
      { group: 'move', stage: 'new', people: one },
      { group: 'moveTo', stage: null, people: one },
    ])
  })

  test('a branch removed with all that follows it: out of the journey, to a chosen node, or finished on the old version', async () => {
    const groups = ['exit', 'moveTo', 'finishOld', 'other']
    const document = draw(
      `entry > by > other
       by.exit > w-exit
       by.moveTo > w-moveTo
       by.finishOld > w-finishOld > last`,
      {
        by: byGroup('exit', 'moveTo', 'finishOld'),
        'w-exit': wait(10, 'hours'),
        'w-moveTo': wait(10, 'hours'),
        'w-finishOld': wait(10, 'hours'),
        last: wait(10, 'hours'),
        other: wait(50, 'hours'),
      },
      { fields: personFields },
    )
    await using journey = await begin(document, groups)
    const one = size / 4
    await journey.edit((document) => {
      configOf(document, 'by').branches = byGroup('other').config.branches
      connect(document, 'by', 'other', 'other')
      const gone = ['w-exit', 'w-moveTo', 'w-finishOld', 'last']
      document.nodes = document.nodes.filter(({ id }) => !gone.includes(id))
      document.edges = document.edges.filter(({ source, target }) => !gone.includes(source) && !gone.includes(target))
    })
    const rows = await journey.publish({
      'nodeRemovedToExit:w-moveTo': 'moveTo:other',
      'nodeRemovedToExit:w-finishOld': 'finishOld',
    })
    for (const id of ['exit', 'moveTo', 'finishOld']) {
      expect(rows[`nodeRemovedToExit:w-${id}`]).toMatchObject({
        people: one,
        choices: ['exit', 'moveTo', 'finishOld'],
        default: 'exit',
      })
    }
    expect(rows['nodeRemovedToExit:last']).toMatchObject({ people: 0 })
    expect(await journey.positions()).toEqual({
      'exit completed: nodeRemovedExit': one,
      'finishOld at w-finishOld': one,
      'moveTo at other': one,
      'other at other': one,
    })
    // On the old version their branch continues as before.
    await journey.pass(hours(10))
    expect(await journey.positions()).toMatchObject({ 'finishOld at last': one })
    await journey.pass(hours(40))
    expect(await ended(journey)).toEqual({ completed: size })
    const numbers = await journey.numbers()
    expect([numbers['w-exit']!.moved, numbers['w-moveTo']!.moved, numbers['w-finishOld']!.left]).toEqual([
      one,
      one,
      { next: one },
    ])
  })

  test('a node replaced by another kind: begun anew, or as chosen for a removed one', async () => {
    const groups = choicesOfRemoved
    const document = draw(
      groups.map((group) => `by.${group} > w-${group} > done`).join('\n') + '\n entry > by > aside > done',
      {
        by: byGroup(...groups),
        ...Object.fromEntries(groups.map((group) => [`w-${group}`, wait(10, 'hours')])),
        aside: wait(30, 'hours'),
      },
      { fields: personFields },
    )
    await using journey = await begin(document, groups)
    const one = size / 4
    await journey.pass(hours(4))
    await journey.edit((document) => {
      for (const group of groups) {
        replace(document, `w-${group}`, timeLimit(20))
        document.edges = document.edges.map((edge) =>
          edge.source === `w-${group}` ? { ...edge, outlet: 'timedOut' } : edge,
        )
      }
    })
    const rows = await journey.publish({
      'nodeReplaced:w-moveTo': 'moveTo:aside',
      'nodeReplaced:w-exit': 'exit',
      'nodeReplaced:w-finishOld': 'finishOld',
    })
    for (const group of groups)
      expect(rows[`nodeReplaced:w-${group}`]).toMatchObject({ people: one, choices: choicesOfRemoved, default: 'move' })
    expect(await journey.positions()).toEqual({
      'exit completed: nodeRemovedExit': one,
      'finishOld at w-finishOld': one,
      'move at w-move': one,
      'moveTo at aside': one,
    })
    expect(new Set((await journey.times('w-move')).map(({ fromNowMs }) => fromNowMs))).toEqual(new Set([hours(20)]))
    expect(new Set((await journey.times('w-finishOld')).map(({ fromNowMs }) => fromNowMs))).toEqual(new Set([hours(6)]))
    const numbers = await journey.numbers()
    expect(numbers['w-move']).toMatchObject({ entered: 2 * one, moved: one, waiting: one })
    await journey.pass(hours(30))
    expect(await ended(journey)).toEqual({ completed: size })
  })

  test('a call removed while calls are under way: they are finished, and everybody else is moved', async () => {
    const ctx = live.app.ctx('admin')
    const { id: connectionId } = await buildConnection(ctx, { baseUrl: live.target.url })
    const action = await buildExternalAction(ctx, { connectionId, timeoutMs: 60_000 })
    const latch = Promise.withResolvers<void>()
    const before = live.target.received
    live.target.answer = async () => {
      await latch.promise
      return { body: { ts: '1' } }
    }
    const document = draw(
      'entry > cool > post > rest > done',
      {
        cool: wait(1, 'hours'),
        post: call('park', { externalActionId: action.id, tokens: { text: { from: 'custom', value: 'x' } } }),
        rest: wait(10, 'hours'),
      },
      { fields: personFields },
    )
    await using journey = await begin(document)
    live.clock.advance(hours(1))
    await live.target.untilReceived(before + 100)
    const atCall = async () => (await journey.numbers()).post!.waiting
    await until('everybody to have come to the call', async () => (await atCall()) === size)
    await journey.edit((document) => remove(document, 'post'))
    const { ['nodeRemoved:post']: row } = await journey.publish({}, { isSwept: false })
    const { people, underWay } = row!
    expect(people + underWay).toBe(size)
    expect(underWay).toBeGreaterThanOrEqual(100)
    await until('the others to be moved', async () => (await atCall()) === underWay)
    expect((await journey.numbers()).rest).toMatchObject({ entered: size - underWay, waiting: size - underWay })
    latch.resolve()
    await journey.quiet()
    const { post, rest } = await journey.numbers()
    expect([post!.moved + post!.left.next!, rest!.waiting]).toEqual([size, size])
    // People who were leased but not yet called were still before the step.
    expect(live.target.received - before).toBe(post!.left.next)
    live.target.answer = null
  })

  test('a way rewired: whoever leaves by it later goes the new way', async () => {
    const document = draw(
      `entry > by > cool > old
       by.answer > answer
       answer.timedOut > old`,
      { by: byGroup('answer'), cool: wait(10, 'hours'), answer: timeLimit(10) },
      { fields: personFields },
    )
    await using journey = await begin(document, ['cool', 'answer'])
    const half = size / 2
    await journey.edit((document) => {
      add(document, 'new', { kind: 'exit', config: { reason: 'new' } })
      connect(document, 'cool', 'next', 'new')
      connect(document, 'answer', 'timedOut', 'new')
    })
    const rows = await journey.publish()
    for (const node of ['cool', 'answer'])
      expect(rows[`edgeRewired:${node}`]).toMatchObject({ people: 0, choices: [], default: null })
    expect(await journey.positions()).toEqual({ 'answer at answer': half, 'cool at cool': half })
    await journey.pass(hours(10))
    expect(await journey.positions()).toEqual({ 'answer completed: new': half, 'cool completed: new': half })
    expect((await journey.numbers()).new).toMatchObject({ entered: size })
  })

  test('a node added: for later arrivals alone, or also for those past it, who come back to where they stood', async () => {
    // Before the new nodes, past them at a wait, and past them at the end.
    const groups = ['before', 'past', 'over']
    const document = draw(
      `entry > first > by > rest > done
       first.before > hold > by
       by.over > end`,
      { first: byGroup('before'), hold: wait(5, 'hours'), by: byGroup('over'), rest: wait(20, 'hours') },
      { fields: personFields },
    )
    await using journey = await begin(document, groups)
    const [before, past, over] = groups.map((group) => journey.count((person) => person.group === group)) as [
      number,
      number,
      number,
    ]
    await journey.pass(hours(1))
    await journey.edit((document) => {
      add(document, 'ring', openCta('Ring {{ participant.email }}'))
      add(document, 'mark', setField('stage', 'marked'))
      document.edges = document.edges.map((edge) => (edge.target === 'by' ? { ...edge, target: 'ring' } : edge))
      connect(document, 'ring', 'next', 'mark')
      connect(document, 'mark', 'next', 'by')
    })
    const list = await journey.rest('GET', '/backfill?nodeId=ring')
    expect([list.total, list.people.length]).toEqual([past + over, Math.min(100, past + over)])
    const rows = await journey.publish({ 'nodeAdded:ring': 'backfill' })
    for (const node of ['ring', 'mark'])
      expect(rows[`nodeAdded:${node}`]).toMatchObject({
        people: past + over,
        choices: ['later', 'backfill'],
        default: 'later',
        actsNow: ['backfill'],
      })
    await journey.pass(windowMs(past + over))
    expect(await journey.positions()).toEqual({
      'before at hold': before,
      'over completed: end': over,
      'past at rest': past,
    })
    expect(new Set((await journey.times('rest')).map(({ endsAfterMs }) => endsAfterMs))).toEqual(new Set([hours(20)]))
    let numbers = await journey.numbers()
    expect([numbers.ring!.entered, numbers.mark?.entered ?? 0]).toEqual([past + over, 0])

    await journey.pass(hours(5))
    await journey.pass(hours(20))
    expect(await ended(journey)).toEqual({ completed: size })
    numbers = await journey.numbers()
    expect([numbers.ring!.entered, numbers.mark!.entered]).toEqual([size, before])
    const [ctas] = await journey.query<{ ctas: number; people: number }>(
      `select count(*)::integer as ctas, count(distinct participant_id)::integer as people from ctas where journey_id = $1`,
    )
    expect(ctas).toEqual({ ctas: size, people: size })
  })

  test('the condition of a split edited: decided anew for those before it alone', async () => {
    const by = (least: number) => splitBy({ high: { field: 'score', operator: 'gte', value: least } })
    const document = draw(
      `entry > half > by > low > done
       half.late > hold > by
       by.high > high > done`,
      { half: isLate, hold: wait(5, 'hours'), by: by(8), high: wait(50, 'hours'), low: wait(50, 'hours') },
      { fields: personFields },
    )
    await using journey = await begin(document)
    const [low, high] = [0, 8].map((least) =>
      journey.count(({ half, score }) => half === 'early' && score >= least && (least > 0 || score < 8)),
    )
    const late = journey.count(({ half }) => half === 'late')
    await journey.edit((document) => replace(document, 'by', by(2)))
    expect(await journey.publish()).toMatchObject({ 'nodeChanged:by': { people: 0, choices: [] } })
    expect(await journey.positions()).toEqual({ 'all at high': high, 'all at hold': late, 'all at low': low })
    await journey.pass(hours(5))
    const lateHigh = journey.count(({ half, score }) => half === 'late' && score >= 2)
    expect(await journey.positions()).toEqual({ 'all at high': high! + lateHigh, 'all at low': low! + late - lateHigh })
  })

  test('a field removed: refused while something uses it, and afterwards its values are kept', async () => {
    const document = draw(
      'entry > cool > mark > done',
      { cool: wait(10, 'hours'), mark: setField('stage', 'x') },
      { fields: personFields },
    )
    await using journey = await begin(document)
    const withoutStage = personFields.filter(({ key }) => key !== 'stage' && key !== 'score')
    await journey.edit((document) => void (document.fields = withoutStage))
    await expect(journey.publish()).rejects.toThrow(/422.*"nodeId":"mark"/)
    expect((await journey.rest('GET', '')).publishedVersion).toBe(1)

    await journey.edit((document) => remove(document, 'mark'))
    expect(await journey.publish()).toMatchObject({
      'nodeRemoved:mark': { people: 0 },
      settingsChanged: { people: 0, choices: [] },
    })
    expect(await journey.positions()).toEqual({ 'all at cool': size })
    const [kept] = await journey.query<{ people: number }>(
      `select count(*)::integer as people from participants where journey_id = $1 and fields ? 'score'`,
    )
    expect(kept!.people).toBe(size)
    await journey.pass(hours(10))
    expect(await ended(journey)).toEqual({ completed: size })

    // When the field is back, its values are back too.
    await journey.edit((document) => void (document.fields = personFields))
    await journey.publish()
    const { items } = await journey.rest('GET', '/participants?q=customer7%40')
    expect(items).toMatchObject([{ email: 'customer7@example.com', fields: { score: 7 } }])
  })

  test('re-entry and uniqueness changed: for new enrolments alone', async () => {
    await using journey = await begin(
      draw('entry > cool > done', { cool: wait(10, 'hours') }, { fields: personFields, reentry: 'never' }),
    )
    const again = async (people: readonly object[]) => {
      const { results } = await journey.rest('POST', '/participants', { participants: people })
      return Object.fromEntries(
        [...Map.groupBy(results as { status: string }[], ({ status }) => status)].map(([status, all]) => [
          status,
          all.length,
        ]),
      )
    }
    const some = journey.people.slice(0, 1000)
    expect(await again(some)).toEqual({ duplicate: 1000 })
    await journey.edit((document) => void (document.reentry = 'always'))
    expect(await journey.publish()).toEqual({ settingsChanged: expect.objectContaining({ people: 0, choices: [] }) })
    expect(await journey.positions()).toEqual({ 'all at cool': size })
    expect(await again(some)).toEqual({ enrolled: 1000 })
    await journey.quiet()
    expect(await journey.positions()).toEqual({ 'all at cool': size + 1000 })

    await journey.edit((document) => void Object.assign(document, { reentry: 'never', uniqueBy: ['email', 'group'] }))
    await journey.publish()
    const elsewhere = some.map((person) => ({ ...person, group: 'other' }))
    expect(await again([...elsewhere, ...elsewhere.slice(0, 10)])).toEqual({ enrolled: 1000, duplicate: 10 })
    await journey.quiet()
    expect(await journey.positions()).toEqual({ 'all at cool': size + 1000, 'other at cool': 1000 })
  })

  test('the exclusion list edited: people inside stay, or are taken out as well', async () => {
    await using journey = await begin(
      draw('entry > cool > done', { cool: wait(10, 'hours') }, { fields: personFields }),
    )
    const excluded = journey.people.filter(({ score }) => score < 3)
    const response = await live.app.request(`/api/v1/bulk/journeys/${journey.id}/exclusions`, {
      method: 'POST',
      key: await live.app.apiKey('admin'),
      headers: { 'content-type': 'text/csv' },
      body: ['email', ...excluded.map(({ email }) => email), 'customer.unknown@example.com'].join('\n'),
    })
    const { importId } = (await response.json()) as { importId: string }
    await until('the list to be there', async () => (await live.rest('GET', `/imports/${importId}`)).status === 'done')

    await journey.edit((document) => void (configOf(document, 'cool').amount = 11))
    expect(await journey.publish()).toMatchObject({
      excluded: { people: excluded.length, choices: ['keep', 'remove'], default: 'keep', actsNow: ['remove'] },
    })
    expect(await journey.positions()).toEqual({ 'all at cool': size })
    const { results } = await journey.rest('POST', '/participants', {
      participants: [{ email: 'customer.unknown@example.com' }],
    })
    expect(results).toMatchObject([{ status: 'excluded' }])

    await journey.edit((document) => void (configOf(document, 'cool').amount = 12))
    const rows = await journey.publish({ excluded: 'remove' })
    expect(rows.excluded!.people).toBe(excluded.length)
    expect(await journey.positions()).toEqual({
      'all at cool': size - excluded.length,
      'all dropped: excluded': excluded.length,
    })
    expect((await journey.numbers()).cool).toMatchObject({ dropped: excluded.length, waiting: size - excluded.length })
  })

  test('published while the journey is paused: nothing moves, and all of it is carried out on resume', async () => {
    const groups = ['gone', 'short']
    const document = draw(
      `entry > by > gone > rest > done
       by.short > short > rest`,
      { by: byGroup('short'), gone: wait(10, 'hours'), short: wait(10, 'hours'), rest: wait(100, 'hours') },
      { fields: personFields },
    )
    await using journey = await begin(document, groups)
    const half = size / 2
    await journey.pass(hours(5))
    await journey.rest('POST', '/pause')
    await journey.edit((document) => {
      remove(document, 'gone')
      configOf(document, 'short').amount = 4
    })
    const rows = await journey.publish({}, { isSwept: false })
    expect([rows['nodeRemoved:gone']!.people, rows['wait.shortened:short']!.people]).toEqual([half, half])
    live.clock.advance(hours(1))
    expect(await journey.positions()).toEqual({ 'gone at gone': half, 'short at short': half })
    expect(await journey.rest('GET', '/sweep')).toMatchObject({ isDone: false, done: 0 })

    await journey.rest('POST', '/resume', { overdue: 'send' })
    await until('the resume to be over', async () => (await journey.rest('GET', '')).state === 'active')
    await journey.quiet()
    await journey.pass(windowMs(size))
    expect(await journey.positions()).toEqual({ 'gone at rest': half, 'short at rest': half })
    const numbers = await journey.numbers()
    expect([numbers.gone!.moved, numbers.short!.left, numbers.rest!.entered]).toEqual([half, { next: half }, size])
  })

  test('a publish during the sweep of another: those already moved are moved on, and the rest goes the whole way at once', async () => {
    const document = draw(
      'entry > one > two > three > done',
      { one: wait(10, 'hours'), two: wait(10, 'hours'), three: wait(10, 'hours') },
      { fields: personFields },
    )
    await using journey = await begin(document)
    // The sweep goes by id and stops at a person whose row is locked.
    const client = await live.app.deps.pool.connect()
    try {
      await client.query('begin')
      await client.query(
        `select from enrollments where id = (select id from enrollments where journey_id = $1 order by id limit 1 offset $2) for update`,
        [journey.id, size / 2],
      )
      await journey.edit((document) => remove(document, 'one'))
      const first = await journey.publish({}, { isSwept: false })
      expect(first['nodeRemoved:one']!.people).toBe(size)
      const moved = async () => (await journey.numbers()).one!.moved
      await until(
        'the sweep to come to the one who is deferred',
        async () => (await moved()) >= size / 2 - 1000 && (await isWaiting('row')),
      )
      await journey.edit((document) => remove(document, 'two'))
      // The publish waits for the batch under way, so no person is counted in the middle of a batch.
      const publishing = journey.publish({}, { isSwept: false })
      await until('the publish to wait for the batch', () => isWaiting('publish'))
      await client.query('commit')
      const second = await publishing
      const promised = second['nodeRemoved:two']!.people
      expect(promised).toBeGreaterThan(0)
      expect(promised).toBeLessThan(size)

      await journey.quiet()
      const numbers = await journey.numbers()
      expect(numbers.one).toMatchObject({ entered: size, moved: size })
      expect(numbers.two).toMatchObject({ entered: promised, moved: promised })
      expect(numbers.three).toMatchObject({ entered: size, waiting: size })
    } finally {
      client.release()
    }
    await journey.pass(hours(10))
    expect(await journey.positions()).toEqual({ 'all completed: done': size })
  })

  /** Whether a statement of this database waits for a row lock, or a publish waits for its lock. */
  async function isWaiting(kind: 'row' | 'publish'): Promise<boolean> {
    const { rows } = await live.app.deps.pool.query(
      `select from pg_locks join pg_stat_activity using (pid)
       where not granted and datname = current_database() and (locktype = 'advisory') = $1`,
      [kind === 'publish'],
    )
    return rows.length > 0
  }
}

/**
 * One wait per group. The first half of the groups has one kind of wait, the rest the other. Late people reach it two hours after
 * the early ones.
 */
function waitsByGroup(groups: readonly string[], first: DrawnNode, second: DrawnNode): JourneyDocument {
  const others = groups.slice(1)
  const kindOf = (index: number) => structuredClone(index < groups.length / 2 ? first : second)
  return draw(
    `entry > half > by > ${groups[0]}
     half.late > hold > by
     ${groups.map((group, index) => `${group}${kindOf(index).kind === 'conditionalWait' ? '.timedOut' : ''} > done`).join('\n')}
     ${others.map((group) => `by.${group} > ${group}`).join('\n')}`,
    {
      half: isLate,
      hold: wait(2, 'hours'),
      by: byGroup(...others),
      ...Object.fromEntries(groups.map((group, index) => [group, kindOf(index)])),
    },
    { fields: personFields },
  )
}

async function ended(journey: { query: LiveQuery }): Promise<Record<string, number>> {
  const rows = await journey.query<{ status: string; people: number }>(
    'select status, count(*)::integer as people from enrollments where journey_id = $1 group by 1',
  )
  return Object.fromEntries(rows.map(({ status, people }) => [status, people]))
}

type LiveQuery = <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>
