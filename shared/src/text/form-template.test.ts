import { describe, expect, test } from 'vitest'
import { parseFormTemplate, renderFormTemplate } from './form-template.ts'

describe('renderFormTemplate', () => {
  test.each([
    ['a=1&b={{x}}', 'a=1&b=v%261'],
    ['a=1+2%26&b=', 'a=1+2%26&b='],
    ['flag', 'flag='],
    ['a=b=c', 'a=b%3Dc'],
    ['{{x}}=1', 'v%261=1'],
    ['a={{x}}-{{x}}', 'a=v%261-v%261'],
    ['&&a=1&', 'a=1'],
    ['a=100%', 'a=100%25'],
    ['a=日本', 'a=%E6%97%A5%E6%9C%AC'],
    ['', ''],
  ])('%j', (template, expected) => {
    expect(renderFormTemplate(template, { x: 'v&1' })).toEqual({ ok: true, value: expected })
  })
})

test('a pair without a name is refused and shown', () => {
  const pairs = parseFormTemplate('a=1&={{x}}')
  expect(pairs.ok ? null : pairs.error).toMatchObject({
    code: 'callout.formTemplateInvalid',
    params: { part: '={{x}}' },
  })
})
