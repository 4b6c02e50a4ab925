import { describe, expect, test } from 'vitest'
import type { Condition, Signal, SignalKind } from '../conditions/condition.ts'
import type { FieldValues } from '../values/field-type.ts'
import { call, draw, Scenario, waitFor } from '../testing/scenario.ts'
import { advance } from './advance/advance.ts'

const graph = 'entry > reply > happy \n reply.timedOut > late'
const waiting = (condition: Condition, days: number | null = 7) =>
  draw(graph, { reply: waitFor(condition, days === null ? null : { amount: days, unit: 'days' }) })

describe('what can be waited for', () => {
  type Met = [title: string, condition: Condition, kind: SignalKind, node: string | null, payload?: Signal['payload']]
  const order = { topic: 'orders', 'order.total': 120, 'order.items.0.sku': 'A-1', 'customer.vip': true }

  const met: Met[] = [
    ['a mail that was opened', { signal: 'mailOpened', node: 'mail' }, 'mailOpened', 'mail'],
    ['a link that was clicked', { signal: 'mailClicked', link: 'pricing' }, 'mailClicked', 'mail', { link: 'pricing' }],
    ['any link', { signal: 'mailClicked' }, 'mailClicked', 'mail', { link: 'pricing' }],
    ['a CTA that was opened', { signal: 'ctaOpened', node: 'cta' }, 'ctaOpened', 'cta'],
    ['a CTA closed as success', { signal: 'ctaClosedSuccess' }, 'ctaClosedSuccess', 'cta'],
    [
      'a CTA closed as lost',
      { signal: 'ctaClosedLost', where: { owner: 'Team A' } },
      'ctaClosedLost',
      'cta',
      { owner: 'Team A' },
    ],
    [
      'an answer to a survey',
      { signal: 'surveyResponded', where: { score: 9 } },
      'surveyResponded',
      'nps',
      { score: 9 },
    ],
    [
      'a good answer to a survey',
      { signal: 'surveyResponded', where: { score: { operator: 'gte', value: 7 } } },
      'surveyResponded',
      'nps',
      { score: 9 },
    ],
    ['an event of a topic', { signal: 'eventReceived', topic: 'orders' }, 'eventReceived', null, order],
    [
      'an event whose payload passes every filter, nested ones too',
      {
        signal: 'eventReceived',
        topic: 'orders',
        where: {
          'order.total': { operator: 'gte', value: 100 },
          'order.items.0.sku': { operator: 'startsWith', value: 'A' },
          'customer.vip': true,
          'order.coupon': { operator: 'isEmpty' },
        },
      },
      'eventReceived',
      null,
      order,
    ],
    ['a call that succeeded', { signal: 'calloutSucceeded', status: 201 }, 'calloutSucceeded', 'post', { status: 201 }],
    [
      'a call that failed',
      { signal: 'calloutFailed', outcome: 'timeout' },
      'calloutFailed',
      'post',
      { outcome: 'timeout' },
    ],
    ['one of several', { any: [{ signal: 'mailOpened' }, { signal: 'mailClicked' }] }, 'mailClicked', 'mail'],
    [
      'a tree of fields and signals',
      {
        all: [
          { not: { field: 'score', operator: 'lt', value: 5 } },
          { any: [{ signal: 'mailOpened' }, { field: 'note', operator: 'eq', value: 'x' }] },
        ],
      },
      'mailOpened',
      'mail',
    ],
  ]
  test.each(met)('%s', (_title, condition, kind, node, payload) => {
    const run = new Scenario(waiting(condition), { fields: { score: 7 } })
    expect(run.trace.at(-1)).toBe('waits at reply/wait until 7d')
    expect(run.at('1d').signal(kind, node, payload).path[1]).toBe('reply/wait met 1d')
  })

  const unmet: Met[] = [
    ['another link', { signal: 'mailClicked', link: 'pricing' }, 'mailClicked', 'mail', { link: 'imprint' }],
    ['another topic', { signal: 'eventReceived', topic: 'orders' }, 'eventReceived', null, { topic: 'logins' }],
    [
      'a total that is too small',
      { signal: 'eventReceived', where: { 'order.total': { operator: 'gte', value: 121 } } },
      'eventReceived',
      null,
      order,
    ],
    [
      'one filter of two',
      { signal: 'eventReceived', where: { 'order.total': 120, 'customer.vip': false } },
      'eventReceived',
      null,
      order,
    ],
    [
      'a number written as text',
      { signal: 'eventReceived', where: { 'order.total': '120' } },
      'eventReceived',
      null,
      order,
    ],
    ['a key that is not there', { signal: 'eventReceived', where: { 'order.tax': 1 } }, 'eventReceived', null, order],
    ['another status', { signal: 'calloutSucceeded', status: 201 }, 'calloutSucceeded', 'post', { status: 200 }],
    [
      'two filters met by two different events',
      { signal: 'surveyResponded', where: { a: 1, b: 2 } },
      'surveyResponded',
      null,
      { a: 1 },
    ],
  ]
  test.each(unmet)('not by %s', (_title, condition, kind, node, payload) => {
    const run = new Scenario(waiting(condition)).at('1d').signal(kind, node, payload)
    if ('where' in condition && condition.where?.b) run.signal(kind, node, { b: 2 })
    expect(run.trace.at(-1)).toBe('waits at reply/wait until 7d')
  })

  test('a call earlier in the journey counts, with the status and the outcome it had', () => {
    const after = (condition: Condition) =>
      new Scenario(
        draw('entry > post > reply > happy \n reply.timedOut > late', {
          post: call('continue'),
          reply: waitFor(condition, { amount: 1, unit: 'days' }),
        }),
      )
    const failed = after({ signal: 'calloutFailed', node: 'post', status: 503, outcome: 'httpError' })
    expect(failed.effectFails({ code: 'httpError', status: 503 }).path.at(-2)).toBe('reply/wait met 0')
    const other = after({ signal: 'calloutFailed', node: 'post', status: 500 })
    expect(other.effectFails({ code: 'httpError', status: 503 }).trace.at(-1)).toBe('waits at reply/wait until 1d')
  })
})

describe('whichever comes first', () => {
  const opened: Condition = { signal: 'mailOpened' }

  test('a signal that another machine dates after this moment is looked at in its own', () => {
    const { plan, enrollment } = new Scenario(waiting({ signal: 'mailOpened' }))
    const now = enrollment.enteredAt + 1000
    const ahead: Signal = { kind: 'mailOpened', nodeId: null, at: now + 50 }
    const looked = advance(plan, { ...enrollment, dueAt: now, signals: [ahead] }, { type: 'due' }, now)
    expect(looked.enrollment).toMatchObject({ stepId: 'reply/wait', dueAt: now + 50 })
    expect(advance(plan, looked.enrollment, { type: 'due' }, now + 50).enrollment.status).toBe('completed')
  })

  test('signal, then limit: the signal', () => {
    expect(new Scenario(waiting(opened)).at('6d').signal('mailOpened').at('8d').path[1]).toBe('reply/wait met 6d')
  })

  test('limit, then signal: the limit', () => {
    expect(new Scenario(waiting(opened)).at('8d').signal('mailOpened').path[1]).toBe('reply/wait timedOut 7d')
  })

  test('a date that makes it true at the very instant of the limit: the condition', () => {
    const seen: FieldValues = { seenAt: '2026-01-07T23:59:59.999Z' }
    const run = new Scenario(waiting({ field: 'seenAt', operator: 'before', value: 'now' }), { fields: seen })
    expect(run.at('9d').path[1]).toBe('reply/wait met 7d')
  })

  test('a date that makes it untrue a millisecond after the limit was still true at the limit', () => {
    const condition: Condition = {
      all: [{ field: 'seenAt', operator: 'withinLast', value: { amount: 7, unit: 'days' } }, opened],
    }
    const run = new Scenario(waiting(condition), { fields: { seenAt: '2026-01-01T00:00:00Z' } })
    expect(run.asleep('7d').unseenSignal('mailOpened').asleep('20d').at('20d').path[1]).toBe('reply/wait met 20d')
  })
})

describe('a look that comes late gives the answer of a look in time', () => {
  const isOpen: Condition = { field: 'seenAt', operator: 'withinLast', value: { amount: 1, unit: 'days' } }
  const seenOnDay2 = { fields: { seenAt: '2026-01-03T00:00:00Z' } }

  test('it was true for a day, and nobody looked on that day', () => {
    const inTime = new Scenario(waiting(isOpen), seenOnDay2).at('9d')
    const late = new Scenario(waiting(isOpen), seenOnDay2).asleep('5d').at('5d')
    expect(inTime.path[1]).toBe('reply/wait met 2d')
    expect(late.path[1]).toBe('reply/wait met 5d')
  })

  test('it was true for a day, and we look after the limit', () => {
    expect(new Scenario(waiting(isOpen), seenOnDay2).asleep('30d').at('30d').path[1]).toBe('reply/wait met 30d')
  })

  test('a signal that would have spoiled it came after it was true', () => {
    const condition: Condition = { all: [isOpen, { not: { signal: 'mailOpened' } }] }
    const late = new Scenario(waiting(condition), seenOnDay2).asleep('2d12h').unseenSignal('mailOpened')
    expect(late.asleep('5d').at('5d').path[1]).toBe('reply/wait met 5d')
  })

  test('a signal that spoils it came before it could be true', () => {
    const condition: Condition = { all: [isOpen, { not: { signal: 'mailOpened' } }] }
    const late = new Scenario(waiting(condition), seenOnDay2).asleep('1d').unseenSignal('mailOpened')
    expect(late.asleep('9d').at('9d').path[1]).toBe('reply/wait timedOut 9d')
  })

  test('a signal that came while it was true for a day', () => {
    const condition: Condition = { all: [isOpen, { signal: 'mailOpened' }] }
    const late = new Scenario(waiting(condition), seenOnDay2).asleep('2d12h').unseenSignal('mailOpened')
    expect(late.asleep('9d').at('9d').path[1]).toBe('reply/wait met 9d')
  })
})

describe('time alone makes it true, and we look by ourselves', () => {
  test.each<[string, Condition, FieldValues, string]>([
    [
      'a moment lies behind us',
      { field: 'seenAt', operator: 'before', value: 'now' },
      { seenAt: '2026-01-03T00:00:00Z' },
      '2d1ms',
    ],
    [
      'a moment lies a day behind us',
      { field: 'seenAt', operator: 'before', value: { amount: -1, unit: 'days' } },
      { seenAt: '2026-01-03T00:00:00Z' },
      '3d1ms',
    ],
    ['a date lies behind us', { field: 'renewal', operator: 'before', value: 'now' }, { renewal: '2026-01-03' }, '3d'],
    [
      'a date is no longer ahead of us',
      { not: { field: 'renewal', operator: 'after', value: 'now' } },
      { renewal: '2026-01-03' },
      '2d',
    ],
    [
      'a date is less than two days ahead',
      { not: { field: 'renewal', operator: 'after', value: { amount: 2, unit: 'days' } } },
      { renewal: '2026-01-05' },
      '2d',
    ],
    [
      'nothing was seen for three days',
      { not: { field: 'seenAt', operator: 'withinLast', value: { amount: 3, unit: 'days' } } },
      { seenAt: '2026-01-01T00:00:00Z' },
      '3d1ms',
    ],
    [
      'a moment comes to lie within the last day',
      { field: 'seenAt', operator: 'withinLast', value: { amount: 1, unit: 'days' } },
      { seenAt: '2026-01-03T00:00:00Z' },
      '2d',
    ],
  ])('%s', (_title, condition, fields, when) => {
    const run = new Scenario(waiting(condition, null), { fields })
    expect(run.trace.at(-1)).toBe(`waits at reply/wait until ${when}`)
    expect(run.at('30d').path[1]).toBe(`reply/wait met ${when}`)
  })
})
