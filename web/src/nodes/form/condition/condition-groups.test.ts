import type { Condition } from '@tabiji/shared/conditions/condition.ts'
import { expect, test } from 'vitest'
import { conditionOf, groupOf, testAbout, testBy } from './condition-groups.ts'
import { describeCondition } from './describe-condition.ts'

const score: Condition = { field: 'score', operator: 'gte', value: 9 }
const plan: Condition = { field: 'plan', operator: 'eq', value: 'pro' }

test.each<[string, Condition]>([
  ['all', { all: [score, plan] }],
  ['any', { any: [score, { all: [plan] }] }],
  ['none', { not: { any: [score] } }],
  ['not all', { not: { all: [score, plan] } }],
])('a group of %s is shown and comes back unchanged', (_, condition) => {
  expect(conditionOf(groupOf(condition))).toEqual(condition)
})

test('a bare test and a bare not are shown as groups of one with the same meaning', () => {
  expect(groupOf(score)).toEqual({ mode: 'all', children: [score] })
  expect(groupOf({ not: score })).toEqual({ mode: 'none', children: [score] })
})

test('another field keeps operator and value where they still make sense', () => {
  const before = { field: 'score', operator: 'gte' as const, value: 9 }
  expect(testAbout('visits', 'number', before)).toEqual({ field: 'visits', operator: 'gte', value: 9 })
  expect(testAbout('name', 'text', before)).toEqual({ field: 'name', operator: 'eq' })
})

test('another operator keeps a value that fits, and starts dates at now', () => {
  expect(testBy('lt', 'number', { field: 'score', operator: 'gte', value: 9 })).toEqual({
    field: 'score',
    operator: 'lt',
    value: 9,
  })
  expect(testBy('isEmpty', 'number', { field: 'score', operator: 'gte', value: 9 })).toEqual({
    field: 'score',
    operator: 'isEmpty',
  })
  expect(testBy('before', 'date', { field: 'since', operator: 'eq' })).toEqual({
    field: 'since',
    operator: 'before',
    value: 'now',
  })
})

test('a condition reads as a sentence in both languages', () => {
  const fields = [
    { key: 'score', type: 'number' as const, label: 'Score' },
    { key: 'since', type: 'date' as const, label: 'Since' },
  ]
  const labelOf = (id: string) => `step ${id}`
  const condition: Condition = {
    all: [
      score,
      {
        any: [
          { field: 'since', operator: 'withinLast', value: { amount: 7, unit: 'days' } },
          { signal: 'ctaClosedLost', node: 'cta' },
        ],
      },
    ],
  }
  expect(describeCondition(condition, { locale: 'en', fields, labelOf })).toBe(
    'Score is at least 9 and (Since is within the last 7 days or CTA closed as lost (step cta))',
  )
  expect(describeCondition(score, { locale: 'ja', fields, labelOf })).toBe('Score が 9 以上')
})
