import { resolveMapping } from '@tabiji/shared/csv/column-mapping.ts'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import { describe, expect, it } from 'vitest'
import { choicesOf, assignColumn, fieldsWithoutColumn, columnFit, guessType, mappingOf } from './column-choices.ts'

const fields: FieldDefinition[] = [
  { key: 'email', type: 'email', required: true },
  { key: 'score', type: 'number' },
  { key: 'name', type: 'text' },
]

describe('columns and fields', () => {
  it('shows the suggested field at each column, whatever the case of its name', () => {
    expect(choicesOf(['Name', 'E-mail', 'Note'], { email: 'e-mail', name: 'Name' })).toEqual(['name', 'email', null])
  })

  it('finds columns by number, and leaves out one the file does not have', () => {
    expect(choicesOf(['x', 'x'], { email: 2, score: 9, name: 'gone' })).toEqual([null, 'email'])
  })

  it('moves a field that is chosen for another column', () => {
    expect(assignColumn(['email', null, 'name'], 1, 'email')).toEqual([null, 'email', 'name'])
  })

  it('frees a column without touching the other free ones', () => {
    expect(assignColumn(['email', null, 'name'], 0, null)).toEqual([null, null, 'name'])
  })

  it.each([
    [['E-mail', 'Score'], ['email', 'score'], { email: 'E-mail', score: 'Score' }],
    [['x', 'X'], ['email', 'score'], { email: 1, score: 2 }],
    [['', 'Score'], ['email', null], { email: 1 }],
  ])('names the columns of %j by name where that is enough, else by number', (headers, choices, mapping) => {
    expect(mappingOf(headers, choices)).toEqual(mapping)
  })

  it('gives the server a mapping it finds the same columns by', () => {
    const headers = ['Score', 'x', 'x', '']
    const choices = ['score', null, 'email', 'name']
    const resolved = resolveMapping(headers, mappingOf(headers, choices), fields)
    expect(resolved.ok && resolved.value.map(({ index, definition }) => [index, definition.key])).toEqual([
      [0, 'score'],
      [2, 'email'],
      [3, 'name'],
    ])
    expect(choicesOf(headers, mappingOf(headers, choices))).toEqual(choices)
  })

  it('lists the fields that stay empty', () => {
    expect(fieldsWithoutColumn(['name', null], fields).map(({ key }) => key)).toEqual(['email', 'score'])
  })
})

describe('the values of a column', () => {
  it('are counted by whether they fit, and empty ones are not counted', () => {
    expect(columnFit(['9', '', ' ', 'nine', '10'], fields[1]!)).toEqual({ rows: 3, misfits: 1 })
  })

  it.each([
    [['a@example.com', 'b@example.com'], 'email'],
    [['9', '10.5', ''], 'number'],
    [['007', '12'], 'text'],
    [['2026-11-22', '2026-01-01'], 'date'],
    [['2026-11-22T09:00:00Z'], 'dateTime'],
    [['https://example.com/a'], 'url'],
    [['a@example.com', 'none'], 'text'],
    [['', ' '], 'text'],
    [[], 'text'],
  ])('%j look like the type %s', (samples, type) => {
    expect(guessType(samples)).toBe(type)
  })
})
