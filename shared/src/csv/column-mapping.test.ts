import { describe, expect, test } from 'vitest'
import type { FieldDefinition } from '../values/field-type.ts'
import { mapRow, resolveMapping, suggestMapping, type ColumnMapping } from './column-mapping.ts'

const definitions: FieldDefinition[] = [
  { key: 'email', type: 'email', required: true },
  { key: 'firstName', type: 'text', label: '名' },
  { key: 'score', type: 'number', label: 'NPS score' },
  { key: 'contactMail', type: 'email' },
]

describe('suggestMapping', () => {
  test.each<[string, string[], ColumnMapping]>([
    [
      'keys in any writing',
      ['E-Mail', 'first_name', 'SCORE'],
      { email: 'E-Mail', firstName: 'first_name', score: 'SCORE' },
    ],
    ['labels', ['名', 'nps  score', 'email'], { email: 'email', firstName: '名', score: 'nps  score' }],
    [
      'usual names',
      ['メールアドレス', 'Given Name', 'Rating'],
      { email: 'メールアドレス', firstName: 'Given Name', score: 'Rating' },
    ],
    ['full-width letters', ['Ｅｍａｉｌ'], { email: 'Ｅｍａｉｌ' }],
    ['a column for one field only', ['mail'], { email: 'mail' }],
    ['two columns for two fields', ['mail', 'email'], { email: 'email', contactMail: 'mail' }],
    ['nothing it does not know', ['foo', '', 'bar'], {}],
    ['a number where headers repeat', ['x', 'email', 'email'], { email: 2, contactMail: 3 }],
  ])('takes %s', (_name, headers, expected) => {
    expect(suggestMapping(headers, definitions)).toEqual(expected)
  })

  test('prefers the exact name over one that only sounds like it', () => {
    expect(suggestMapping(['Mail', 'Email'], definitions).email).toBe('Email')
  })
})

describe('resolveMapping', () => {
  const headers = ['Email', 'Name', 'Name']
  const resolve = (mapping: ColumnMapping) => {
    const columns = resolveMapping(headers, mapping, definitions)
    return columns.ok
      ? columns.value.map(({ index, definition }) => `${definition.key}=${index}`)
      : columns.error.map(({ code, path }) => `${code} ${path?.join('.')}`)
  }

  test.each<[string, ColumnMapping, string[]]>([
    ['headers', { email: 'Email' }, ['email=0']],
    ['headers in another case', { email: ' email' }, ['email=0']],
    ['numbers', { email: 1, firstName: 3 }, ['email=0', 'firstName=2']],
    ['a header that is not there', { email: 'Mail' }, ['csv.columnUnknown email']],
    ['a number past the end', { email: 4 }, ['csv.columnUnknown email']],
    ['a header that is there twice', { email: 'Email', firstName: 'Name' }, ['csv.columnAmbiguous firstName']],
    ['a field that is not there', { email: 'Email', phone: 'Name' }, ['csv.fieldUnknown phone']],
    ['no column for a required field', { firstName: 2 }, ['csv.requiredUnmapped email']],
  ])('%s', (_name, mapping, expected) => {
    expect(resolve(mapping)).toEqual(expected)
  })
})

describe('mapRow', () => {
  const columns = resolveMapping(
    ['Email', 'Score', 'Name'],
    { email: 'Email', score: 'Score', firstName: 'Name' },
    definitions,
  )
  if (!columns.ok) throw new Error('the mapping is in order')

  test('gives typed values without the blanks around them', () => {
    expect(mapRow([' aiko@example.com ', '9', ' Aiko '], columns.value, definitions)).toEqual({
      values: { email: 'aiko@example.com', score: 9, firstName: 'Aiko' },
      issues: [],
    })
  })

  test('takes a short row for one whose last cells are empty', () => {
    expect(mapRow(['aiko@example.com'], columns.value, definitions)).toEqual({
      values: { email: 'aiko@example.com', score: null, firstName: null },
      issues: [],
    })
  })

  test('names every cell that does not fit, and each field once', () => {
    const { issues } = mapRow(['aiko', '1,000', 'Aiko'], columns.value, definitions)
    expect(issues.map(({ code, path }) => [code, path])).toEqual([
      ['field.email', ['email']],
      ['field.numberSeparator', ['score']],
    ])
  })

  test('says that a required cell is empty', () => {
    expect(mapRow(['', '9', ''], columns.value, definitions).issues).toMatchObject([{ code: 'field.required' }])
  })
})
