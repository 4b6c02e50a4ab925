import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkJsonTemplate, renderJsonTemplate } from './json-template.ts'

describe('checkJsonTemplate takes', () => {
  test.each([
    '{"text":"{{text}}","channel":"{{channel}}","score":{{score}}}',
    '{{x}}',
    '"{{x}}"',
    '[{{x}}, "{{x}} and {{y}}"]',
    '{"{{key}}": 1}',
    '{"quote": "\\"{{x}}\\""}',
    '{"path": "c:\\\\{{x}}"}',
    '{"a": {"b": {{x}}}}',
  ])('%s', (template) => {
    expect(checkJsonTemplate(template)).toEqual([])
  })
})

describe('checkJsonTemplate refuses', () => {
  test.each([
    ['', 'callout.jsonTemplateInvalid'],
    ['{"a": {{x}}', 'callout.jsonTemplateInvalid'],
    ['{"a": 1{{x}}}', 'callout.jsonTemplateInvalid'],
    ['{"a": -{{x}}}', 'callout.jsonTemplateInvalid'],
    ['{"a": {{x}}{{y}}}', 'callout.jsonTemplateInvalid'],
    ['{ {{x}}: 1}', 'callout.jsonTemplateInvalid'],
    ['{"a": "\\{{x}}"}', 'callout.jsonTemplateInvalid'],
    ['{"a": "\\u00{{x}}"}', 'callout.jsonTemplateInvalid'],
    ["{'a': {{x}}}", 'callout.jsonTemplateInvalid'],
    ['{"a": {{x}},}', 'callout.jsonTemplateInvalid'],
    ['{"a": "{{x"}', 'token.unclosed'],
    ['{"a": "{{x.y}}"}', 'token.invalid'],
  ])('%s', (template, code) => {
    expect(checkJsonTemplate(template).map((issue) => issue.code)).toEqual([code])
  })
})

test('a template that is taken gives valid JSON for every value; one that is refused gives none', () => {
  const piece = fc.constantFrom('{{x}}', '{{y}}', '"', '\\', '\\u00', '{', '}', '[', ']', ':', ',', '1', 'a', '-', ' ')
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()))
  const taken = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(taken, value, value, (template, x, y) => {
      const json = renderJsonTemplate(template, { x, y })
      // A list that cannot be read back from its text is refused separately.
      fc.pre(json.ok || json.error.code !== 'token.listItem')
      expect(json.ok).toBe(checkJsonTemplate(template).length === 0)
      expect(() => JSON.parse(json.ok ? json.value : 'null')).not.toThrow()
    }),
    { numRuns: 3000 },
  )
})

test('an absent value is null alone and empty in a text', () => {
  expect(renderJsonTemplate('{"a":{{x}},"b":"{{x}}"}', {})).toEqual({ ok: true, value: '{"a":null,"b":""}' })
})
