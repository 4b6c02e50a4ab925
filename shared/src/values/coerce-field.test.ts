import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coerceField, coerceFields } from './coerce-field.ts'
import { fieldDefinitionSchema, type FieldDefinition, type FieldType, type FieldValue } from './field-type.ts'
import { formatField } from './format-field.ts'

const field = (type: FieldType, options?: string[]): FieldDefinition => ({
  key: 'x',
  type,
  ...(options && { options }),
})

describe('coerceField takes', () => {
  const accepted: [FieldType, unknown, FieldValue, string[]?][] = [
    ['text', ' as it is ', ' as it is '],
    ['text', 42, '42'],
    ['text', false, 'false'],
    ['text', '', null],
    ['text', '   ', null],
    ['text', null, null],
    ['text', undefined, null],
    ['number', 9, 9],
    ['number', '9', 9],
    ['number', ' -1.5 ', -1.5],
    ['number', '.5', 0.5],
    ['number', '1e3', 1000],
    ['number', '１２', 12],
    ['number', -0, 0],
    ['number', '-0', 0],
    ['number', '9007199254740991', 9007199254740991],
    ['number', '0.1000000000000000000', 0.1],
    ['number', '', null],
    ['boolean', true, true],
    ['boolean', 'YES', true],
    ['boolean', '0', false],
    ['boolean', 0, false],
    ['boolean', 'いいえ', false],
    ['date', '2026-11-22', '2026-11-22'],
    ['date', ' 2024-02-29 ', '2024-02-29'],
    ['dateTime', '2026-11-22T09:00:00+09:00', '2026-11-22T00:00:00.000Z'],
    ['dateTime', '2026-11-22T09:00Z', '2026-11-22T09:00:00.000Z'],
    ['email', ' Aiko@Example.com ', 'Aiko@Example.com'],
    ['email', '田中@例え.jp', '田中@例え.jp'],
    ['email', '\u200Bcustomer001@example.com', 'customer001@example.com'],
    ['email', '\u202Acustomer001\u00AD@example.com\u202C\u00A0', 'customer001@example.com'],
    ['email', '\uFEFFcustomer\u2060001@example.com\u3000', 'customer001@example.com'],
    ['email', 'ｃｕｓｔｏｍｅｒ００１＠ｅｘａｍｐｌｅ．ｃｏｍ', 'customer001@example.com'],
    ['email', 'customer001＠example。com', 'customer001@example.com'],
    ['email', '.customer..001.@docomo.ne.jp', '.customer..001.@docomo.ne.jp'],
    ['url', 'https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
    ['select', 'gold', 'gold', ['gold', 'silver']],
    ['select', 'anything', 'anything'],
    ['multiSelect', 'a; b;;a', ['a', 'b'], ['a', 'b']],
    ['multiSelect', ['b'], ['b'], ['a', 'b']],
    ['multiSelect', [], []],
    ['list', 'a; b', ['a', 'b']],
    ['list', ['a', 1, true], ['a', 1, true]],
    ['list', '', null],
  ]
  test.each(accepted)('%s %j as %j', (type, raw, value, options) => {
    expect(coerceField(raw, field(type, options))).toEqual({ ok: true, value })
  })
})

describe('coerceField refuses', () => {
  const refused: [FieldType, unknown, string, string[]?][] = [
    ['text', { a: 1 }, 'field.type'],
    ['text', ['a'], 'field.type'],
    ['text', 'a\0b', 'field.unstorable'],
    ['text', 'half \ud83d', 'field.unstorable'],
    ['text', 'x'.repeat(70_000), 'field.tooLong'],
    ['number', 'nine', 'field.number'],
    ['number', 'NaN', 'field.number'],
    ['number', Number.NaN, 'field.number'],
    ['number', Infinity, 'field.number'],
    ['number', '1e999', 'field.number'],
    ['number', '0x10', 'field.number'],
    ['number', true, 'field.number'],
    ['number', '1,234', 'field.numberSeparator'],
    ['number', '1.234,5', 'field.numberSeparator'],
    ['number', "1'234", 'field.numberSeparator'],
    ['number', '1 234', 'field.numberSeparator'],
    ['number', '１，２３４', 'field.numberSeparator'],
    ['number', '12345678901234567890', 'field.numberPrecision'],
    ['boolean', 'maybe', 'field.boolean'],
    ['boolean', 2, 'field.boolean'],
    ['date', '2026-02-29', 'field.date'],
    ['date', '2026/11/22', 'field.date'],
    ['date', '22.11.2026', 'field.date'],
    ['date', 20261122, 'field.date'],
    ['date', '2026-11-22T00:00:00Z', 'field.date'],
    ['dateTime', '2026-11-22T09:00:00', 'field.dateTimeZone'],
    ['dateTime', '2026-11-22 09:00', 'field.dateTimeZone'],
    ['dateTime', '2026-11-22', 'field.dateTime'],
    ['dateTime', '2026-11-22T25:00:00Z', 'field.dateTime'],
    ['dateTime', 1_700_000_000, 'field.dateTime'],
    ['email', 'aiko', 'field.email'],
    ['email', 'a@b@example.com', 'field.email'],
    ['email', 'Aiko <aiko@example.com>', 'field.email'],
    ['email', 'aiko@example', 'field.email'],
    ['email', '.aiko@example.com', 'field.email'],
    ['email', 'a\u0007@example.com', 'field.email'],
    ['email', `${'a'.repeat(300)}@example.com`, 'field.email'],
    ['url', 'javascript:alert(1)', 'field.url'],
    ['url', 'https://', 'field.url'],
    ['url', 'https://a b', 'field.url'],
    ['url', 'https://user:secret@example.com', 'field.url'],
    ['select', 'bronze', 'field.option', ['gold', 'silver']],
    ['select', 3, 'field.type'],
    ['multiSelect', 'gold;bronze', 'field.option', ['gold', 'silver']],
    ['multiSelect', [1], 'field.list'],
    ['multiSelect', 5, 'field.list'],
    ['list', [{ a: 1 }], 'field.list'],
    ['list', [Number.NaN], 'field.list'],
    ['list', 5, 'field.list'],
  ]
  test.each(refused)('%s %o as %s', (type, raw, code, options) => {
    const result = coerceField(raw, field(type, options))
    expect(result).toMatchObject({ ok: false, error: { code, severity: 'error', path: ['x'] } })
  })

  test('with the label of the field and a short form of the value', () => {
    const result = coerceField('y'.repeat(500), { key: 'score', type: 'number', label: 'NPS' })
    expect(result.ok ? null : result.error.params).toMatchObject({ field: 'NPS' })
    expect(String(result.ok ? '' : result.error.params?.value).length).toBeLessThan(70)
  })
})

describe('coerceFields', () => {
  const definitions: FieldDefinition[] = [
    { key: 'email', type: 'email', required: true },
    { key: 'score', type: 'number' },
  ]

  test('gives a value or null for each field', () => {
    expect(coerceFields({ email: 'a@example.com' }, definitions)).toEqual({
      values: { email: 'a@example.com', score: null },
      issues: [],
    })
  })

  test('leaves a refused field out and says why', () => {
    const { values, issues } = coerceFields({ email: 'a@example.com', score: 'many' }, definitions)
    expect(values).toEqual({ email: 'a@example.com' })
    expect(issues.map(({ code, path }) => [code, path])).toEqual([['field.number', ['score']]])
  })

  test('says that a required field has no value', () => {
    const { issues } = coerceFields({ email: ' ' }, definitions)
    expect(issues).toMatchObject([{ code: 'field.required', path: ['email'] }])
  })

  test('warns of what is no field, which would otherwise vanish in silence', () => {
    const { values, issues } = coerceFields({ email: 'a@example.com', scoer: 1 }, definitions)
    expect(values).not.toHaveProperty('scoer')
    expect(issues).toMatchObject([{ code: 'field.unknown', severity: 'warning', path: ['scoer'] }])
  })

  test('does not take what every object inherits for a value', () => {
    expect(coerceFields({}, [{ key: 'toString', type: 'text' }]).values).toEqual({ toString: null })
  })
})

test.each(['__proto__', 'constructor', '1st', 'a-b', ''])('a field cannot have the key %j', (key) => {
  expect(fieldDefinitionSchema.safeParse({ key, type: 'text' }).success).toBe(false)
})

describe('a value written by formatField is read back by coerceField', () => {
  const item = fc.string({ unit: fc.constantFrom('a', 'é', '日', '"', ',', '😀', '&'), minLength: 1 })
  const valuesOf: Partial<Record<FieldType, fc.Arbitrary<FieldValue>>> = {
    text: fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== '' && !text.includes('\0')),
    number: fc
      .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
      .map((value) => (value === 0 ? 0 : value)),
    boolean: fc.boolean(),
    dateTime: fc
      .date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    date: fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    multiSelect: fc.uniqueArray(item, { minLength: 1 }),
    list: fc.array(item, { minLength: 1 }),
  }
  test.each(Object.entries(valuesOf))('%s', (type, values) => {
    fc.assert(
      fc.property(values as fc.Arbitrary<FieldValue>, (value) => {
        expect(coerceField(formatField(value), field(type as FieldType))).toEqual({ ok: true, value })
      }),
    )
  })
})
