import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { conditionSchema, fieldsOf, signalsOf, type Condition } from './condition.ts'

const leaf: Condition = { field: 'score', operator: 'gte', value: 9 }

const nested = (depth: number): unknown => (depth === 1 ? leaf : { not: nested(depth - 1) })

describe('conditionSchema', () => {
  test.each([
    leaf,
    { all: [] },
    { any: [leaf, { not: leaf }] },
    { signal: 'ctaClosedLost', node: 'cta' },
    { signal: 'mailClicked', link: 'https://example.com' },
    { signal: 'eventReceived', topic: 'order', where: { status: 'paid' } },
    { field: 'renewal', operator: 'withinLast', value: { amount: 7, unit: 'days' } },
    { field: 'plan', operator: 'isEmpty' },
    { field: '', operator: 'eq' },
  ])('takes %j', (condition) => {
    expect(conditionSchema.parse(condition)).toEqual(condition)
  })

  const refused: [string, unknown, (string | number)[], RegExp][] = [
    ['an operator nobody knows', { all: [leaf, { field: 'a', operator: '==' }] }, ['all', 1, 'operator'], /eq/],
    ['a signal nobody knows', { any: [{ not: { signal: 'sneezed' } }] }, ['any', 0, 'not', 'signal'], /mailOpened/],
    ['a misspelt key', { field: 'a', operator: 'eq', valeu: 1 }, [], /valeu/],
    ['a group that is no list', { all: leaf }, ['all'], /list/],
    ['two groups in one', { all: [], any: [] }, [], /alone/],
    ['an object of no kind', { all: [{}] }, ['all', 0], /"all"/],
    ['a text', { not: 'x' }, ['not'], /"all"/],
    ['an operand that is an object of no kind', { field: 'a', operator: 'eq', value: { x: 1 } }, ['value'], /./],
  ]
  test.each(refused)('refuses %s, and says where', (_name, condition, path, message) => {
    const result = conditionSchema.safeParse(condition)
    const [issue] = result.error?.issues ?? []
    expect(issue?.path).toEqual(path)
    expect(issue?.message).toMatch(message)
  })

  test('takes ten levels and refuses eleven', () => {
    expect(conditionSchema.safeParse(nested(10)).success).toBe(true)
    const result = conditionSchema.safeParse(nested(11))
    expect(result.error?.issues[0]?.message).toContain('10 deep')
  })

  test('refuses a hostile depth without running out of stack', () => {
    let hostile: unknown = leaf
    for (let level = 0; level < 100_000; level++) hostile = { all: [hostile] }
    expect(conditionSchema.safeParse(hostile).success).toBe(false)
  })

  test('refuses more conditions in a group than anybody can read', () => {
    expect(conditionSchema.safeParse({ all: Array.from({ length: 101 }, () => leaf) }).success).toBe(false)
  })

  test('has a JSON Schema that refers to itself', () => {
    expect(JSON.stringify(z.toJSONSchema(conditionSchema, { io: 'input' }))).toContain('"withinLast"')
  })
})

test('fieldsOf and signalsOf name each field and kind of signal once', () => {
  const condition: Condition = {
    all: [
      leaf,
      { any: [leaf, { signal: 'mailOpened' }, { not: { field: 'plan', operator: 'isEmpty' } }] },
      { signal: 'mailOpened' },
    ],
  }
  expect(fieldsOf(condition)).toEqual(['score', 'plan'])
  expect(signalsOf(condition)).toEqual(['mailOpened'])
})
