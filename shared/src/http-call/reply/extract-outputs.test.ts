import { describe, expect, test } from 'vitest'
import { extractRuleSchema, type ExtractRule } from '../action/external-action.ts'
import { extractOutputs, parseReply } from './extract-outputs.ts'

const extract = (rule: Partial<ExtractRule>, body: string) => {
  const output = extractOutputs([extractRuleSchema.parse({ name: 'x', path: '$.a', ...rule })], body).x
  return [output?.value, output?.issue?.code ?? null, output?.issue?.severity ?? null]
}

describe('extractOutputs', () => {
  test.each<[string, Partial<ExtractRule>, string, unknown[]]>([
    ['a value', {}, '{"a":"b"}', ['b', null, null]],
    ['a nested value', { path: "$.a[0]['b c']" }, '{"a":[{"b c":"d"}]}', ['d', null, null]],
    ['the first of several', { path: '$..id' }, '{"x":[{"id":1},{"id":2}]}', ['1', null, null]],
    [
      'the first that a filter finds',
      { path: '$.a[?@.ok == true].id', type: 'number' },
      '{"a":[{"id":1},{"id":2,"ok":true}]}',
      [2, null, null],
    ],
    ['a number', { type: 'number' }, '{"a":1.5}', [1.5, null, null]],
    ['a boolean', { type: 'boolean' }, '{"a":false}', [false, null, null]],
    ['a list', { type: 'list' }, '{"a":["x",1]}', [['x', 1], null, null]],
    ['a time', { type: 'dateTime' }, '{"a":"2026-11-22T09:00:00+09:00"}', ['2026-11-22T00:00:00.000Z', null, null]],
    ['an id too long for a number', {}, '{"a":12345678901234567890}', ['12345678901234567890', null, null]],
    ['nothing, which is allowed by default', {}, '{}', [null, null, null]],
    ['null like nothing', {}, '{"a":null}', [null, null, null]],
    ['nothing, which fails', { ifMissing: 'fail' }, '{}', [null, 'extract.missing', 'error']],
    ['nothing, with a default', { ifMissing: { default: 'none' } }, '{}', ['none', null, null]],
    ['nothing, with a default of the type', { type: 'number', ifMissing: { default: '5' } }, '{}', [5, null, null]],
    ['a value of another type', { type: 'number' }, '{"a":"many"}', [null, 'extract.typeMismatch', 'warning']],
    ['an object where a text is meant', {}, '{"a":{"b":1}}', [null, 'extract.typeMismatch', 'warning']],
    [
      'another type, which fails',
      { type: 'number', ifMissing: 'fail' },
      '{"a":"many"}',
      [null, 'extract.typeMismatch', 'error'],
    ],
    [
      'another type, with a default',
      { type: 'number', ifMissing: { default: 0 } },
      '{"a":"many"}',
      [0, 'extract.typeMismatch', 'warning'],
    ],
    ['a page instead of JSON', {}, '<html>', [null, 'extract.replyNotJson', 'warning']],
    ['an empty reply that must have a value', { ifMissing: 'fail' }, '', [null, 'extract.replyNotJson', 'error']],
    ['a path that is none', { path: 'a', ifMissing: 'fail' }, '{"a":1}', [null, 'callout.jsonPathInvalid', 'error']],
  ])('%s', (_name, rule, body, expected) => {
    expect(extract(rule, body)).toEqual(expected)
  })

  test('gives one entry for each rule', () => {
    const rules = [
      extractRuleSchema.parse({ name: 'a', path: '$.a' }),
      extractRuleSchema.parse({ name: 'b', path: '$.b' }),
    ]
    expect(extractOutputs(rules, '{"a":"1"}')).toEqual({ a: { value: '1' }, b: { value: null } })
  })

  test('survives a reply that is nested without end', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`
    expect(extract({ path: '$..id' }, deep)).toEqual([null, 'extract.tooCostly', 'warning'])
  })
})

describe('parseReply', () => {
  test.each<[string, unknown]>([
    ['{"a":1}', { a: 1 }],
    ['"text"', 'text'],
    [
      '{"id":9007199254740993,"n":1.5,"s":"1234567890123456"}',
      { id: '9007199254740993', n: 1.5, s: '1234567890123456' },
    ],
    ['[1e300, 0.1234567890123456]', [1e300, 0.1234567890123456]],
  ])('%s', (body, expected) => {
    expect(parseReply(body)).toEqual({ ok: true, value: expected })
  })

  test.each(['', 'OK', '{"a":', '<xml/>'])('%j is not JSON', (body) => {
    expect(parseReply(body)).toEqual({ ok: false, error: 'notJson' })
  })
})
