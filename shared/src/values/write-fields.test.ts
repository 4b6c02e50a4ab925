import { expect, test } from 'vitest'
import type { FieldDefinition } from './field-type.ts'
import { writeFields } from './write-fields.ts'

const definitions: FieldDefinition[] = [
  { key: 'total', type: 'number' },
  { key: 'note', type: 'text' },
  { key: 'paidOn', type: 'date' },
]

test.each([
  ['a value of the type', { total: 5 }, { total: 5 }, []],
  ['a text that says a number', { total: '5.50' }, { total: 5.5 }, []],
  ['null empties', { total: null }, { total: null }, []],
  ['an empty text empties', { note: '', paidOn: '  ' }, { note: null, paidOn: null }, []],
  ['what was not sent keeps its value', { total: undefined, note: 'yes' }, { note: 'yes' }, []],
  ['what does not fit keeps its value', { total: 'many', note: 'yes' }, { note: 'yes' }, ['total field.number']],
  ['a field that is not defined', { color: 'red' }, {}, ['color field.unknown']],
  ['an inherited name is no field', { constructor: 'x' }, {}, ['constructor field.unknown']],
])('%s', (_, changes, fields, issues) => {
  const written = writeFields(definitions, changes)
  expect(written.fields).toEqual(fields)
  expect(written.issues.map(({ path, code }) => `${path?.[0]} ${code}`)).toEqual(issues)
})
