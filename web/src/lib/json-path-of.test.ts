import { firstMatch, parseJsonPath } from '@tabiji/shared/http-call/action/json-path.ts'
import { describe, expect, it } from 'vitest'
import { fieldTypeOf, type JsonSteps, jsonPathOf, outputNameOf } from './json-path-of.ts'

const reply = {
  ok: true,
  ticket: { id: 71, 'odd key': 'a', "it's": 'b', 'back\\slash': 'c', 'new\nline': 'd', 件名: 'e', '2nd': 'f', '': 'g' },
  items: [{ tags: ['x', 'y'] }],
}

function stepsOf(value: unknown, before: JsonSteps = []): JsonSteps[] {
  if (typeof value !== 'object' || value === null) return [before]
  const entries = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : Object.entries(value)
  return entries.flatMap(([step, child]) => stepsOf(child, [...before, step]))
}

describe('the path of a value', () => {
  it.each([
    [[], '$'],
    [['ticket', 'id'], '$.ticket.id'],
    [['items', 0, 'tags', 1], '$.items[0].tags[1]'],
    [['ticket', 'odd key'], "$.ticket['odd key']"],
    [['ticket', '件名'], '$.ticket.件名'],
    [['2nd'], "$['2nd']"],
  ] as [JsonSteps, string][])('%j is written %s', (steps, path) => {
    expect(jsonPathOf(steps)).toBe(path)
  })

  it.each(stepsOf(reply).map((steps) => [jsonPathOf(steps), steps] as const))(
    'the engine finds the value that was picked at %s',
    (path, steps) => {
      const query = parseJsonPath(path)
      if (!query.ok) throw new Error(query.error)
      const picked = steps.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], reply)
      expect(firstMatch(query.value, reply)).toEqual({ ok: true, value: picked })
    },
  )
})

describe('the name of a picked value', () => {
  it.each([
    [['ticket', 'id'], [], 'id'],
    [['ticket', 'id'], ['id'], 'id2'],
    [['ticket', 'id'], ['id', 'id2'], 'id3'],
    [['message-id'], [], 'messageId'],
    [['items', 0], [], 'items'],
    [[0], [], 'value'],
    [['件名'], [], 'value'],
    [['2nd'], [], 'value2nd'],
  ] as [JsonSteps, string[], string][])('%j beside %j is %s', (steps, taken, name) => {
    expect(outputNameOf(steps, new Set(taken))).toBe(name)
  })
})

it.each([
  [7, 'number'],
  [false, 'boolean'],
  ['hello', 'text'],
  ['2026-11-22', 'date'],
  ['2026-11-22T09:00:00+09:00', 'dateTime'],
  ['2026-11-22T09:00:00', 'text'],
  ['a@example.com', 'email'],
  ['https://example.com/x', 'url'],
  [['a', 1], 'list'],
  [[{ a: 1 }], null],
  [{ a: 1 }, null],
  [null, 'text'],
])('%j looks like %s', (value, type) => {
  expect(fieldTypeOf(value)).toBe(type)
})
