import { describe, expect, test } from 'vitest'
import { parseTemplate, tokensOf } from './parse-template.ts'

const shape = (text: string) => {
  const parsed = parseTemplate(text)
  return parsed.ok
    ? parsed.value.segments.map((segment) => (segment.kind === 'token' ? `<${segment.name}>` : segment.text)).join('|')
    : parsed.error.code
}

describe('parseTemplate', () => {
  test.each([
    ['', ''],
    ['no token', 'no token'],
    ['{{name}}', '<name>'],
    ['a{{ name }}b', 'a|<name>|b'],
    ['{{a}}{{b}}', '<a>|<b>'],
    ['{"x":{"y":{{z}}}}', '{"x":{"y":|<z>|}}'],
    ['}} { }', '}} { }'],
    ['{{name', 'token.unclosed'],
    ['a {{ b {{c}}', 'token.invalid'],
    ['{{}}', 'token.invalid'],
    ['{{ a.b }}', 'token.invalid'],
    ['{{ a | upcase }}', 'token.invalid'],
    ['{{ 1st }}', 'token.invalid'],
    ['{{名前}}', 'token.invalid'],
  ])('%j is %j', (text, expected) => {
    expect(shape(text)).toBe(expected)
  })

  test('shows the part that is wrong, and its line', () => {
    const parsed = parseTemplate('first\nsecond {{ a.b }} rest')
    expect(parsed.ok ? null : parsed.error.params).toEqual({ text: '{{ a.b }}', line: 2 })
  })
})

test('tokensOf names each token once, in order', () => {
  const parsed = parseTemplate('{{b}}{{a}}{{b}}')
  expect(parsed.ok && tokensOf(parsed.value)).toEqual(['b', 'a'])
})
