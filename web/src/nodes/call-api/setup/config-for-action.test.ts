import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import { expect, test } from 'vitest'
import { configForAction } from './config-for-action.ts'
import { sampleFields } from '../test-run/sample-fields.ts'

const fields: FieldDefinition[] = [
  { key: 'email', type: 'email' },
  { key: 'firstName', type: 'text' },
  { key: 'amount', type: 'number', label: 'Order total' },
  { key: 'note1', type: 'text', label: 'Note' },
  { key: 'note2', type: 'text', label: 'Note' },
]

function action(
  ...tokens: [string, ExternalAction['tokens'][number]['type']][]
): Pick<ExternalAction, 'tokens' | 'extract'> {
  return { tokens: tokens.map(([name, type]) => ({ name, type, required: true })), extract: [] }
}

test('proposes the field that is named like the token, by key or label, however it is written', () => {
  const { tokens } = configForAction(
    {},
    'a',
    action(['e_mail', 'text'], ['first_name', 'text'], ['order_total', 'number'], ['other', 'text']),
    fields,
  )
  expect(tokens).toEqual({
    e_mail: { from: 'field', field: 'email' },
    first_name: { from: 'field', field: 'firstName' },
    order_total: { from: 'field', field: 'amount' },
  })
})

test('proposes nothing that is of another type, or that two fields could be', () => {
  expect(configForAction({}, 'a', action(['amount', 'date'], ['note', 'text']), fields).tokens).toEqual({})
})

test('configForAction: existing mappings are kept', () => {
  const tokens = { email: { from: 'custom' as const, value: 'a@example.com' } }
  expect(configForAction({ tokens }, 'a', action(['email', 'text']), fields).tokens).toEqual(tokens)
})

test('sampleFields: a token that is mapped to a field gives its sample where the field can hold it', () => {
  const tokens = [
    { name: 'a', type: 'text', required: true, sample: 'customer-001@example.com' },
    { name: 'b', type: 'text', required: true, sample: 'many' },
    { name: 'c', type: 'text', required: true, sample: '7' },
  ] as const
  const mappings = {
    a: { from: 'field', field: 'email' },
    b: { from: 'field', field: 'amount' },
    c: { from: 'custom', value: 'x' },
  } as const
  expect(sampleFields(tokens, mappings, fields)).toEqual({ email: 'customer-001@example.com' })
})
