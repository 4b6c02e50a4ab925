import { expect, expectTypeOf, test } from 'vitest'
import { fillText, type ParamName } from './fill-text.ts'

test('fillText: a place without a value stays visible', () => {
  const text: string = '{a} of {b} and {c}'
  expect(fillText(text, { a: 0, c: null })).toBe('0 of {b} and {c}')
})

test('fillText: a value with braces is no place', () => {
  expect(fillText('{a} {b}', { a: '{b}', b: 1 })).toBe('{b} 1')
})

test('fillText: a place called like a member of every object is a place', () => {
  const text: string = '{constructor}'
  expect(fillText(text, {})).toBe('{constructor}')
})

test('fillText: a forgotten param of a literal text does not compile', () => {
  // @ts-expect-error -- `port` is missing; the type check of this file is the test
  expect(fillText('{host}:{port}', { host: 'a' })).toBe('a:{port}')
})

test('ParamName: words in braces, with the braces of a template around them or not', () => {
  expectTypeOf<ParamName<'{host}, port {port}'>>().toEqualTypeOf<'host' | 'port'>()
  expectTypeOf<ParamName<'{{{token}}} in {place}'>>().toEqualTypeOf<'token' | 'place'>()
  expectTypeOf<ParamName<'write {{ participant.email }} or {"email": 1}'>>().toEqualTypeOf<never>()
})
