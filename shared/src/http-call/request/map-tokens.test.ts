import { describe, expect, test } from 'vitest'
import type { FieldDefinition } from '../../values/field-type.ts'
import type { LiquidScope } from '../../text/liquid.ts'
import { tokenDefinitionSchema, type TokenDefinition } from '../action/external-action.ts'
import { mapTokens, tokenMappingSchema, type TokenMapping } from './map-tokens.ts'
import type { ValueFormat } from './value-format.ts'

const definitions: FieldDefinition[] = [
  { key: 'email', type: 'email' },
  { key: 'score', type: 'number' },
  { key: 'code', type: 'text' },
  { key: 'tags', type: 'list' },
  { key: 'phone', type: 'text' },
  { key: 'renewal', type: 'date' },
]
const scope: LiquidScope = {
  participant: {
    email: 'aiko@example.com',
    score: 9,
    code: '007',
    tags: ['a', 'b'],
    phone: null,
    renewal: '2026-11-22',
  },
  nodes: { post: { ts: '17.2' } },
}
const map = (token: Partial<TokenDefinition>, mapping?: TokenMapping) =>
  mapTokens([tokenDefinitionSchema.parse({ name: 'x', ...token })], mapping ? { x: mapping } : {}, scope, definitions)

describe('mapTokens gives', () => {
  test.each<[string, Partial<TokenDefinition>, TokenMapping, unknown]>([
    ['a field', { type: 'number' }, { from: 'field', field: 'score' }, 9],
    ['a number as text', {}, { from: 'field', field: 'score' }, '9'],
    ['a text as number', { type: 'number' }, { from: 'field', field: 'code' }, 7],
    ['a list as list', { type: 'list' }, { from: 'field', field: 'tags' }, ['a', 'b']],
    ['a list as text', {}, { from: 'field', field: 'tags' }, 'a;b'],
    ['a custom value', {}, { from: 'custom', value: '#nps' }, '#nps'],
    ['a custom value in the type of the token', { type: 'boolean' }, { from: 'custom', value: 'yes' }, true],
    [
      'a text with tokens',
      {},
      { from: 'template', value: '{{ participant.email }} gave {{ participant.score }} {{ nodes.post.ts }}' },
      'aiko@example.com gave 9 17.2',
    ],
    [
      'a text with tokens as number',
      { type: 'number' },
      { from: 'template', value: '{{ participant.score | plus: 1 }}' },
      10,
    ],
    ['a text as it is, not as HTML', {}, { from: 'template', value: '{{ "<b>" }}' }, '<b>'],
  ])('%s', (_name, token, mapping, expected) => {
    expect(map(token, mapping)).toEqual({ values: { x: expected }, issues: [], missing: [] })
  })
})

describe('a format', () => {
  const renewal = (format: ValueFormat): TokenMapping => ({ from: 'field', field: 'renewal', format })

  test.each<[string, Partial<TokenDefinition>, TokenMapping, unknown]>([
    ['writes a date as text', {}, renewal({ kind: 'date', pattern: '%Y/%m/%d' }), '2026/11/22'],
    [
      'stays as written for a token of dates',
      { type: 'date' },
      renewal({ kind: 'date', pattern: '%d.%m.%Y' }),
      '22.11.2026',
    ],
    ['gives a number to a token of numbers', { type: 'number' }, renewal({ kind: 'unixSeconds' }), 1_795_305_600],
    [
      'keeps the decimals in a text',
      {},
      { from: 'field', field: 'score', format: { kind: 'decimals', decimals: 2 } },
      '9.00',
    ],
    [
      'rounds for a token of numbers',
      { type: 'number' },
      { from: 'field', field: 'score', format: { kind: 'decimals', decimals: 2 } },
      9,
    ],
  ])('%s', (_name, token, mapping, expected) => {
    expect(map(token, mapping)).toEqual({ values: { x: expected }, issues: [], missing: [] })
  })

  test('that does not fit the value makes no call, and says so', () => {
    const mapped = map({}, { from: 'field', field: 'code', format: { kind: 'unixSeconds' } })
    expect(mapped).toMatchObject({ values: {}, issues: [{ code: 'callout.formatUnfit', severity: 'error' }] })
  })

  test('does not touch what stands in for a missing value', () => {
    const ifMissing = { default: 'never' }
    expect(map({}, { from: 'field', field: 'phone', format: { kind: 'unixSeconds' }, ifMissing }).values).toEqual({
      x: 'never',
    })
  })
})

describe('a token whose source has no value', () => {
  const noPhone = { from: 'field', field: 'phone' } as const

  test.each<[string, Partial<TokenDefinition>, TokenMapping | undefined, unknown, string[]]>([
    ['is null when it may be', {}, noPhone, null, []],
    ['is null when nothing is mapped and it may be', {}, undefined, null, []],
    ['takes its default', {}, { ...noPhone, ifMissing: { default: 'none' } }, 'none', []],
    ['takes its default in its type', { type: 'number' }, { ...noPhone, ifMissing: { default: '0' } }, 0, []],
    [
      'takes its default though it is required',
      { required: true },
      { ...noPhone, ifMissing: { default: 'none' } },
      'none',
      [],
    ],
    ['fails when it is required', { required: true }, noPhone, undefined, ['callout.tokenMissing']],
    [
      'fails when it is required, also if empty was asked for',
      { required: true },
      { ...noPhone, ifMissing: 'empty' },
      undefined,
      ['callout.tokenMissing'],
    ],
    [
      'fails when it is required and nothing is mapped',
      { required: true },
      undefined,
      undefined,
      ['callout.tokenMissing'],
    ],
    ['fails when that is asked for', {}, { ...noPhone, ifMissing: 'fail' }, undefined, ['callout.tokenMissing']],
    [
      'fails when the default is empty and it is required',
      { required: true },
      { ...noPhone, ifMissing: { default: '' } },
      undefined,
      ['callout.tokenMissing'],
    ],
    [
      'counts a text that comes out blank',
      { required: true },
      { from: 'template', value: ' {{ participant.phone }} ' },
      undefined,
      ['callout.tokenMissing'],
    ],
    ['counts a custom value that is empty', {}, { from: 'custom', value: '' }, null, []],
  ])('%s', (_name, token, mapping, value, codes) => {
    const mapped = map(token, mapping)
    expect(mapped.values.x).toEqual(value)
    expect(mapped.issues.map(({ code }) => code)).toEqual(codes)
    expect(mapped.missing).toEqual(['x'])
  })
})

describe('mapTokens has an issue for', () => {
  test.each<[string, Partial<TokenDefinition>, TokenMapping, string]>([
    ['a value of another type', { type: 'number' }, { from: 'field', field: 'email' }, 'field.number'],
    [
      'a default of another type',
      { type: 'number' },
      { from: 'field', field: 'phone', ifMissing: { default: 'many' } },
      'field.number',
    ],
    ['a field that is gone', {}, { from: 'field', field: 'gone' }, 'node.fieldUnknown'],
    ['a text that does not parse', {}, { from: 'template', value: '{{ participant.email' }, 'liquid.syntax'],
  ])('%s', (_name, token, mapping, code) => {
    const mapped = map(token, mapping)
    expect(mapped.issues).toMatchObject([{ code, path: ['tokens', 'x'] }])
    expect(mapped.values).toEqual({})
  })
})

test.each([
  { from: 'field' },
  { from: 'query', field: 'x' },
  { from: 'field', field: 'x', ifMissing: 'ignore' },
  { from: 'field', field: 'x', ifMising: 'fail' },
  { from: 'template', value: 3 },
])('%j is no mapping', (mapping) => {
  expect(tokenMappingSchema.safeParse(mapping).success).toBe(false)
})
