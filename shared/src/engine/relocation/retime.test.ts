import { describe, expect, test } from 'vitest'
import type { Condition } from '../../conditions/condition.ts'
import type { Instant } from '../../time/instant.ts'
import { retime, spreadWindowMs } from './retime.ts'
import { call, draw, planOf, wait, waitFor, waitUntil, type DrawnNode } from '../../testing/scenario.ts'

const day = 86_400_000
const now = 10 * day
const spread = { windowMs: 1000, chance: 0.25 }
const opened: Condition = { signal: 'mailOpened' }

function timed(
  node: DrawnNode,
  stepId: string,
  stands: { enteredAt?: Instant; dueAt: Instant | null; timeLimitAt?: Instant | null },
) {
  const plan = planOf(draw('entry > node > done', { node }))
  return retime(plan, { stepId, enteredAt: 8 * day, timeLimitAt: null, fields: {}, ...stands }, now, spread)
}

describe('a wait timed anew', () => {
  test.each<[string, DrawnNode, Instant]>([
    ['counts from when the person entered it', wait(3, 'days'), 11 * day],
    ['that is over has the person go on within the window', wait(1, 'days'), now + 250],
    ['that is over this very moment too', wait(2, 'days'), now + 250],
    ['until a date the person does not have, too', waitUntil('untilField', { field: 'renewal' }), now + 250],
  ])('%s', (_title, node, dueAt) => {
    expect(timed(node, 'node/wait', { dueAt: 20 * day })).toEqual({ dueAt, timeLimitAt: null })
  })
})

describe('a time limit set anew', () => {
  const limited = (days: number | null) => waitFor(opened, days === null ? null : { amount: days, unit: 'days' })

  test.each<[string, number | null, { dueAt: Instant | null; timeLimitAt: Instant | null }, object]>([
    [
      'counts from when the person entered',
      3,
      { dueAt: 20 * day, timeLimitAt: 20 * day },
      { dueAt: 11 * day, timeLimitAt: 11 * day },
    ],
    [
      'that has passed has the person go on within the window',
      1,
      { dueAt: 20 * day, timeLimitAt: 20 * day },
      { dueAt: now + 250, timeLimitAt: 9 * day },
    ],
    ['where there was none', 3, { dueAt: null, timeLimitAt: null }, { dueAt: 11 * day, timeLimitAt: 11 * day }],
    [
      'keeps an earlier look at the condition',
      5,
      { dueAt: 12 * day, timeLimitAt: 20 * day },
      { dueAt: 12 * day, timeLimitAt: 13 * day },
    ],
    [
      'keeps a look that a signal asked for at the old limit',
      5,
      { dueAt: 11 * day, timeLimitAt: 11 * day },
      { dueAt: 11 * day, timeLimitAt: 13 * day },
    ],
    [
      'and taken away keeps the look at the condition',
      null,
      { dueAt: 12 * day, timeLimitAt: 20 * day },
      { dueAt: 12 * day, timeLimitAt: null },
    ],
    [
      'and taken away where only a signal is waited for',
      null,
      { dueAt: null, timeLimitAt: null },
      { dueAt: null, timeLimitAt: null },
    ],
  ])('%s', (_title, days, stands, expected) => {
    expect(timed(limited(days), 'node/wait', stands)).toEqual(expected)
  })
})

test('whoever stands at something else keeps their times', () => {
  expect(timed(call(), 'node/call', { dueAt: 9 * day })).toEqual({ dueAt: 9 * day, timeLimitAt: null })
})

test.each([
  [10_000, 300_000],
  [500, 15_000],
  [1, 30],
  [0, 0],
])('%d people are spread over %d ms', (people, expected) => {
  expect(spreadWindowMs(people)).toBe(expected)
})
