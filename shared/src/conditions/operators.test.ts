import { describe, expect, test } from 'vitest'
import { fieldTypes, type FieldType, type FieldValue } from '../values/field-type.ts'
import { parseInstant } from '../time/instant.ts'
import type { Operand } from './operand.ts'
import { operatorNamed, operatorNames, operatorsFor, type OperatorName } from './operators.ts'

const now = parseInstant('2026-11-22T03:00:00Z') ?? 0
const timeZone = 'Asia/Tokyo'

describe('an operator compares', () => {
  const cases: [FieldType, FieldValue, OperatorName, Operand, boolean][] = [
    ['text', 'a', 'eq', 'a', true],
    ['text', 'a', 'eq', 'A', false],
    ['text', 'a', 'neq', 'b', true],
    ['email', 'Aiko@Example.com', 'eq', 'aiko@example.com', true],
    ['email', 'aiko@EXAMPLE.com', 'endsWith', '@example.com', true],
    ['email', 'aiko@example.com', 'in', ['AIKO@example.com'], true],
    ['number', 9, 'eq', 9, true],
    ['number', 9, 'gt', 9, false],
    ['number', 9, 'gte', 9, true],
    ['number', 10, 'gt', 9, true],
    ['number', 9, 'lt', 10, true],
    ['number', 9, 'lte', 8, false],
    ['number', 5, 'between', [5, 7], true],
    ['number', 7, 'between', [5, 7], true],
    ['number', 7.1, 'between', [5, 7], false],
    ['number', 5, 'in', [1, 5], true],
    ['number', 5, 'notIn', [1, 5], false],
    ['boolean', false, 'eq', false, true],
    ['boolean', false, 'neq', true, true],
    ['text', 'customer', 'contains', 'tom', true],
    ['text', 'customer', 'startsWith', 'cus', true],
    ['url', 'https://a.example/x', 'endsWith', '/x', true],
    ['select', 'gold', 'in', ['gold', 'silver'], true],
    ['select', 'gold', 'notIn', ['silver'], true],
    ['multiSelect', ['a', 'b'], 'includesAny', ['b', 'c'], true],
    ['multiSelect', ['a', 'b'], 'includesAll', ['b', 'c'], false],
    ['multiSelect', ['a', 'b', 'c'], 'includesAll', ['b', 'c'], true],
    ['list', [1, 'b'], 'includesAny', [1], true],
    ['list', ['1'], 'includesAny', [1], false],
    ['list', ['a'], 'isNotEmpty', null, true],
    ['date', '2026-11-22', 'eq', '2026-11-22', true],
    ['date', '2026-11-22', 'gt', '2026-11-21', true],
    ['date', '2026-11-22', 'between', ['2026-11-22', '2026-11-30'], true],
    ['date', '2026-11-21', 'before', '2026-11-22', true],
    ['date', '2026-11-22', 'before', '2026-11-22', false],
    ['date', '2026-11-22', 'after', '2026-11-22', false],
    ['date', '2026-11-23', 'after', '2026-11-22', true],
    ['date', '2026-11-22', 'before', 'now', false],
    ['date', '2026-11-21', 'before', 'now', true],
    ['date', '2026-11-22', 'after', 'now', false],
    ['date', '2026-11-23', 'after', 'now', true],
    ['date', '2026-11-29', 'before', { amount: 7, unit: 'days' }, false],
    ['date', '2026-11-28', 'before', { amount: 7, unit: 'days' }, true],
    ['date', '2026-11-30', 'after', { amount: 1, unit: 'weeks' }, true],
    ['date', '2026-11-14', 'before', { amount: -7, unit: 'days' }, true],
    ['date', '2026-11-15', 'withinLast', { amount: 7, unit: 'days' }, true],
    ['date', '2026-11-14', 'withinLast', { amount: 7, unit: 'days' }, false],
    ['date', '2026-11-22', 'withinLast', { amount: 1, unit: 'days' }, true],
    ['date', '2026-11-23', 'withinLast', { amount: 7, unit: 'days' }, false],
    ['date', '2026-11-22', 'withinLast', { amount: 12, unit: 'hours' }, true],
    ['date', '2026-11-22', 'withinLast', { amount: 11, unit: 'hours' }, false],
    ['dateTime', '2026-11-22T00:00:00Z', 'eq', '2026-11-22T09:00:00+09:00', true],
    ['dateTime', '2026-11-22T00:00:00Z', 'before', '2026-11-22T10:00:00+09:00', true],
    ['dateTime', '2026-11-21T14:59:59Z', 'before', '2026-11-22', true],
    ['dateTime', '2026-11-21T15:00:00Z', 'before', '2026-11-22', false],
    ['dateTime', '2026-11-22T14:59:59Z', 'after', '2026-11-22', false],
    ['dateTime', '2026-11-22T15:00:00Z', 'after', '2026-11-22', true],
    ['dateTime', '2026-11-22T02:59:59Z', 'before', 'now', true],
    ['dateTime', '2026-11-22T03:00:00Z', 'before', 'now', false],
    ['dateTime', '2026-11-22T03:00:00Z', 'withinLast', { amount: 1, unit: 'seconds' }, true],
    ['dateTime', '2026-11-22T02:00:00Z', 'withinLast', { amount: 1, unit: 'hours' }, true],
    ['dateTime', '2026-11-22T01:59:59Z', 'withinLast', { amount: 1, unit: 'hours' }, false],
    ['dateTime', '2026-11-22T03:00:01Z', 'withinLast', { amount: 1, unit: 'hours' }, false],
  ]
  test.each(cases)('%s %j %s %j: %j', (type, value, name, operand, expected) => {
    const operator = operatorNamed(name)
    expect(operator.types).toContain(type)
    expect(operator.evaluate(value, operand, { now, timeZone, type })).toBe(expected)
  })
})

test('every type of field has operators, and every operator is in some list', () => {
  const offered = fieldTypes.map(operatorsFor)
  for (const names of offered) expect(names.length).toBeGreaterThan(2)
  expect(new Set(offered.flat())).toEqual(new Set(operatorNames))
})

test('an unknown operator is a bug, not an answer', () => {
  expect(() => operatorNamed('roughly' as OperatorName)).toThrow('Unknown operator "roughly"')
  expect(() => operatorNamed('toString' as OperatorName)).toThrow('Unknown operator')
})
