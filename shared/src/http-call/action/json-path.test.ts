import { describe, expect, test } from 'vitest'
import { firstMatch, parseJsonPath } from './json-path.ts'

function match(path: string, document: unknown) {
  const query = parseJsonPath(path)
  if (!query.ok) throw new Error(query.error)
  return firstMatch(query.value, document)
}

const nested = (depth: number) => Array.from({ length: depth }).reduce((inner: unknown) => ({ a: inner }), { v: 1 })
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
const people = Array.from({ length: 5000 }, (_, id) => ({
  id,
  mail: `customer${id}@example.com`,
  tags: [{ name: 'new' }],
}))

describe('an expression that costs too much ends', () => {
  // Each takes seconds to hours when it is evaluated to its end.
  test.each([
    ['a filter in a filter', '$[?count($[?@ > -1]) < 0]', numbers(5000)],
    ['filters three deep', '$[?count($[?count($[*]) > 0]) < 0]', numbers(400)],
    ['descents of descents', '$..*..*..*..*..[?@.z == 1]', nested(90)],
    ['a filter that counts all there is', '$..[?count($..*) < 0]', people],
    [
      'large structures compared for each value',
      '$.many[?$.a != $.b]',
      { many: numbers(5000), a: numbers(5000), b: numbers(5000) },
    ],
    [
      'a long text searched for each value',
      "$.many[?search($.text, 'x+y')]",
      { many: numbers(500), text: 'x'.repeat(100_000) },
    ],
    ['a reply that is nested without end', '$..x', nested(5000)],
  ])('%s', (_name, path, document) => {
    expect(match(path, document)).toEqual({ ok: false, error: 'tooCostly' })
  })

  test.each([
    ["$[?match(@.x, '(a+)+b')]", 'a'.repeat(5000)],
    ["$[?search(@.x, '(a|a)*c')]", 'a'.repeat(5000)],
    ["$[?match(@.x, '(.*)*(.*)*(.*)*b')]", 'a'.repeat(2000)],
    ["$[?search(@.x, '(([a-z]+)*[0-9])+z')]", 'a1'.repeat(1000)],
  ])('%s answers in one pass over the text', (path, x) => {
    expect(match(path, [{ x }])).toEqual({ ok: true, value: undefined })
  })
})

describe('what replies are read with stays possible', () => {
  test.each([
    ['$[?@.id == 4999].mail', 'customer4999@example.com'],
    ["$[?match(@.mail, 'customer49[0-9]+@.*')].id", 49],
    ['$..[?@.name == "new"].name', 'new'],
    ['$[?count(@.tags[?@.name == "new"]) == 1].id', 0],
    ['$[?@.id > $[4998].id].id', 4999],
  ])('%s over 5,000 people', (path, value) => {
    const found = match(path, people)
    expect(found.ok).toBe(true)
    if (path.includes('49[0-9]+')) expect(String((found as { value: unknown }).value)).toMatch(/^49/)
    else expect(found).toEqual({ ok: true, value })
  })

  test('two structures are compared, whatever their keys are called', () => {
    const structure = { nodes: [null, 1, { nodes: 2 }] }
    const reply = { a: structure, b: structuredClone(structure), hit: 1 }
    expect(match('$[?$.a == $.b]', reply)).toEqual({ ok: true, value: structure })
  })

  test.each([
    ['a.c', 'abc', true],
    ['a.c', 'a\nc', false],
    ['a.c', 'a\rc', false],
    ['a[.]c', 'abc', false],
    ['a\\.c', 'a.c', true],
    ['\\p{Lu}+', 'ÄÖ', true],
    ['(', '(', false],
  ])('the pattern %j on %j', (pattern, text, isMatch) => {
    const found = match(`$[?match(@.x, ${JSON.stringify(pattern)})].x`, [{ x: text }])
    expect(found).toEqual({ ok: true, value: isMatch ? text : undefined })
  })
})
