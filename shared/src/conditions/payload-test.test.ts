import { expect, test } from 'vitest'
import type { FieldValue } from '../values/field-type.ts'
import { formatIssue } from '../messages/issue.ts'
import { conditionSchema, type PayloadTest } from './condition.ts'
import { checkPayloadTest, meetsPayloadTest } from './payload-test.ts'

test.each<[FieldValue, PayloadTest, boolean]>([
  ['pro', 'pro', true],
  ['pro', 'PRO', false],
  [9, 9, true],
  ['9', 9, false],
  [9, '9', false],
  [true, true, true],
  [9, { operator: 'neq', value: 8 }, true],
  ['9', { operator: 'neq', value: 9 }, true],
  [120, { operator: 'gte', value: 100 }, true],
  ['many', { operator: 'gte', value: 100 }, false],
  [5, { operator: 'between', value: [1, 5] }, true],
  [6, { operator: 'between', value: [1, 5] }, false],
  ['A-17', { operator: 'startsWith', value: 'A' }, true],
  ['A-17', { operator: 'endsWith', value: '7' }, true],
  ['A-17', { operator: 'contains', value: '-' }, true],
  [17, { operator: 'contains', value: '7' }, false],
  ['b', { operator: 'in', value: ['a', 'b'] }, true],
  [2, { operator: 'in', value: [1, 2] }, true],
  ['c', { operator: 'notIn', value: ['a', 'b'] }, true],
  ['2026-11-22', { operator: 'gte', value: '2026-11-01' }, true],
  ['2026-11-22T09:00:00+09:00', { operator: 'lt', value: '2026-11-22T00:30:00Z' }, true],
  ['2026-11-22T09:00:00+09:00', '2026-11-22T00:00:00Z', true],
  ['2026-11-22', { operator: 'contains', value: '-11-' }, true],
  [null, { operator: 'isEmpty' }, true],
  ['', { operator: 'isEmpty' }, true],
  [0, { operator: 'isEmpty' }, false],
  [false, { operator: 'isNotEmpty' }, true],
  [null, { operator: 'eq', value: 'x' }, false],
  [null, { operator: 'neq', value: 'x' }, true],
])('%j passes %j: %j', (actual, wanted, expected) => {
  expect(meetsPayloadTest(wanted, actual)).toBe(expected)
})

test.each<[PayloadTest, string | null]>([
  ['pro', null],
  [0, null],
  [false, null],
  [{ operator: 'isEmpty' }, null],
  [{ operator: 'gte', value: 100 }, null],
  [{ operator: 'gte', value: '2026-11-01' }, null],
  [{ operator: 'in', value: ['a'] }, null],
  ['', 'condition.operandMissing'],
  [{ operator: 'eq' }, 'condition.operandMissing'],
  [{ operator: 'in', value: [] }, 'condition.operandMissing'],
  [{ operator: 'gte', value: 'many' }, 'condition.operandInvalid'],
  [{ operator: 'between', value: [1] }, 'condition.operandInvalid'],
  [{ operator: 'contains', value: 7 }, 'condition.operandInvalid'],
])('the filter %j is found to be wrong before it goes live: %j', (wanted, code) => {
  const issues = checkPayloadTest('order.total', wanted, ['where', 'order.total'])
  expect(issues.map((issue) => issue.code)).toEqual(code === null ? [] : [code])
  for (const issue of issues) expect(formatIssue(issue, 'en')).toContain('order.total')
})

test.each([
  [{ operator: 'withinLast', value: { amount: 1, unit: 'days' } }, false],
  [{ operator: 'gte', value: 1, and: 2 }, false],
  [['a'], false],
  [{ operator: 'gte', value: 1 }, true],
])('a condition with the filter %j parses: %j', (wanted, expected) => {
  expect(conditionSchema.safeParse({ signal: 'eventReceived', where: { total: wanted } }).success).toBe(expected)
})
