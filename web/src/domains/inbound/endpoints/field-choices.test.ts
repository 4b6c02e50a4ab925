import { describe, expect, test } from 'vitest'
import { initialChoices, assignField, likelyEmailPath, mappingsOf } from './field-choices.ts'

const fields = [
  { path: 'customer.mail', type: 'email' as const, sample: 'customer001@example.com' },
  { path: 'order.total', type: 'number' as const, sample: 3 },
  { path: 'nps', type: 'number' as const, sample: 9 },
]
const definitions = [
  { key: 'email', type: 'email' as const },
  { key: 'score', type: 'number' as const },
  { key: 'city', type: 'text' as const },
]

describe('choicesFor', () => {
  test('suggests by the last part of the path when nothing was chosen yet', () => {
    expect(initialChoices({ fields, matchBy: [], mapping: [] }, definitions)).toEqual({
      'customer.mail': 'email',
      nps: 'score',
    })
  })

  test('keeps what was chosen, and suggests nothing beside it', () => {
    const matchBy = [{ path: 'nps', field: 'email' }]
    expect(initialChoices({ fields, matchBy, mapping: [] }, definitions)).toEqual({ nps: 'email' })
  })
})

test('a field that is chosen for another value leaves the first', () => {
  const before = { 'customer.mail': 'email', nps: 'score' }
  expect(assignField(before, 'order.total', 'score')).toEqual({ 'customer.mail': 'email', 'order.total': 'score' })
  expect(assignField(before, 'nps', null)).toEqual({ 'customer.mail': 'email' })
})

test('event mapping: identifying fields become matchBy, the others mapping', () => {
  expect(mappingsOf({ 'customer.mail': 'email', nps: 'score' }, ['email'])).toEqual({
    matchBy: [{ path: 'customer.mail', field: 'email' }],
    mapping: [{ path: 'nps', field: 'score' }],
  })
})

test('the first address of a sample is the likely one', () => {
  expect(likelyEmailPath(fields)).toBe('customer.mail')
  expect(likelyEmailPath([fields[1]!])).toBeNull()
})
