import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import { expect, it } from 'vitest'
import { nameFields } from './name-fields.ts'

const field = (key: string, label?: string): FieldDefinition => ({ key, type: 'text', ...(label && { label }) })

it.each([
  [
    [field('email'), field('company'), field('lastName'), field('firstName')],
    ['lastName', 'firstName'],
  ],
  [
    [field('plan'), field('first_name')],
    ['first_name', 'plan'],
  ],
  [
    [field('field', '会社名'), field('field2', '氏名')],
    ['field2', 'field'],
  ],
  [[field('score'), field('slackTs')], []],
])('of %j the columns are %j', (fields, keys) => {
  expect(nameFields(fields).map(({ key }) => key)).toEqual(keys)
})
