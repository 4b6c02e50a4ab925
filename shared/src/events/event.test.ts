import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findDrift, inferFields } from './event-field.ts'
import { flattenPayload, signalPayload } from './flatten-payload.ts'
import { listPaths, splitPayload } from './split-payload.ts'

describe('flattenPayload', () => {
  test.each<[string, unknown, Record<string, unknown>]>([
    ['plain values', { a: 1, b: 'x', c: false, d: null }, { a: 1, b: 'x', c: false, d: null }],
    ['objects in objects', { customer: { email: 'a@b.example' } }, { 'customer.email': 'a@b.example' }],
    ['a list of plain values as one value', { tags: ['a', 2] }, { tags: ['a', 2] }],
    [
      'a list of objects by position',
      { items: [{ sku: 'x' }, { sku: 'y' }] },
      { 'items.0.sku': 'x', 'items.1.sku': 'y' },
    ],
    ['nothing that cannot be stored', { a: 'x\0', b: '\uD800', 'c\0': 1, d: 'ok' }, { d: 'ok' }],
    ['no prototype', JSON.parse('{"__proto__": {"x": 1}, "y": 2}'), { y: 2 }],
    ['a bare value as nothing', 5, {}],
  ])('gives %s', (_name, payload, expected) => {
    expect(flattenPayload(payload)).toEqual(expected)
  })

  test('ends, with plain values alone, for whatever JSON can say', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (payload) => {
        for (const value of Object.values(flattenPayload(payload))) {
          const items = Array.isArray(value) ? value : [value]
          expect(items.every((item) => item === null || typeof item !== 'object')).toBe(true)
        }
      }),
    )
  })
})

describe('signalPayload', () => {
  test('holds the topic of the endpoint, whatever the payload says its topic is', () => {
    expect(signalPayload({ topic: 'other', a: 1, b: null }, 'order.paid')).toEqual({ topic: 'order.paid', a: 1 })
  })

  test('leaves a long text out instead of cutting it', () => {
    expect(signalPayload({ long: 'x'.repeat(1001), short: 'y' }, 't')).toEqual({ topic: 't', short: 'y' })
  })

  test('stays small however much was sent', () => {
    const flat = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`key${index}`, 'x'.repeat(500)]))
    expect(JSON.stringify(signalPayload(flat, 't')).length).toBeLessThan(17_000)
  })
})

describe('splitPayload', () => {
  test('gives one payload for each element of a list at the top', () => {
    expect(splitPayload([{ a: 1 }, { a: 2 }], null)).toEqual([{ a: 1 }, { a: 2 }])
  })

  test('puts each element of the chosen list in the place of the list', () => {
    const payload = { order: { id: 7, people: [{ email: 'a' }, { email: 'b' }] } }
    expect(splitPayload(payload, 'order.people')).toEqual([
      { order: { id: 7, people: { email: 'a' } } },
      { order: { id: 7, people: { email: 'b' } } },
    ])
    expect(payload.order.people).toHaveLength(2)
  })

  test.each([
    ['there is no list', { a: 1 }, 'people'],
    ['the way to it breaks off', { a: 1 }, 'a.b.c'],
    ['no list is chosen', { a: [{}] }, null],
  ])('leaves the payload whole when %s', (_name, payload, path) => {
    expect(splitPayload(payload, path)).toEqual([payload])
  })

  test('is about nobody when the chosen list is empty', () => {
    expect(splitPayload({ people: [] }, 'people')).toEqual([])
  })
})

test('listPaths names the lists of objects and no others', () => {
  expect(listPaths({ a: { b: [{ c: [{}] }] }, d: [1], e: [{ f: 1 }] })).toEqual(['a.b', 'e'])
})

describe('inferFields', () => {
  test('names a type by what the value looks like', () => {
    const payload = {
      mail: 'a@example.com',
      link: 'https://example.com/x',
      at: '2026-11-25T09:00:00+09:00',
      day: '2026-11-25',
      n: 3,
      yes: true,
      tags: ['a'],
      words: 'hello',
      none: null,
      blank: ' ',
    }
    expect(inferFields(payload, null).map(({ path, type }) => `${path} ${type}`)).toEqual([
      'mail email',
      'link url',
      'at dateTime',
      'day date',
      'n number',
      'yes boolean',
      'tags list',
      'words text',
      'none text',
      'blank text',
    ])
  })

  test('takes the first value that one of several people has', () => {
    expect(inferFields({ people: [{ age: null }, { age: 4, vip: true }] }, 'people')).toEqual([
      { path: 'people.age', type: 'number', sample: 4 },
      { path: 'people.vip', type: 'boolean', sample: true },
    ])
  })
})

describe('findDrift', () => {
  const accepted = inferFields({ email: 'a@example.com', score: 4, note: 'x' }, null)
  const used = new Set(['email', 'score'])

  test.each<[string, Record<string, string | number>, unknown]>([
    ['nothing when all that is used is there', { email: 'b@example.com', score: 1 }, null],
    ['nothing when a number comes as its text', { email: 'b@example.com', score: '7' }, null],
    ['what is missing', { email: 'b@example.com', note: 'y' }, { missing: ['score'], changed: [] }],
    ['what cannot be read any more', { email: 'nobody', score: 1 }, { missing: [], changed: ['email'] }],
  ])('gives %s', (_name, received, expected) => {
    expect(findDrift(accepted, used, received)).toEqual(expected)
  })
})
