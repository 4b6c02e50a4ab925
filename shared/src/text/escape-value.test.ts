import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coerceField } from '../values/coerce-field.ts'
import type { FieldValue } from '../values/field-type.ts'
import { escapeValue, type TokenPlace } from './escape-value.ts'
import { base64, utf8 } from './base64.ts'
import { renderFormTemplate } from './form-template.ts'
import { renderJsonTemplate } from './json-template.ts'
import { parseTemplate } from './parse-template.ts'
import { renderTemplate } from './render-template.ts'
import { renderXmlTemplate } from './xml-template.ts'

const hostile = [
  '"},"admin":true,"x":{"',
  '\\',
  '\\"',
  '\u2028\u2029',
  '{{channel}}',
  '${7*7}{% raw %}',
  '../../admin',
  '?admin=1&x=#frag',
  'https://evil.example/',
  '@evil.example',
  '%2e%2e%2f',
  '\r\nX-Admin: 1',
  'a\0b',
  '</text><admin/>',
  ']]>',
  '-->',
  "' or 1=1 --",
  'a&b=c+d e',
  '日本語 😀',
  'half \ud83d',
  '\ufffe\u0007',
  '__proto__',
]
const hostileText = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('"', '\\', '{', '}', '/', '.', '%', '\r', '\n', '\0', '<', '>', '&', '=', ' ', 'a'),
  }),
)
// A lone surrogate is sent as U+FFFD, because no encoding can represent it.
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\uFFFD')

const values = (x: FieldValue) => ({ x })
const text = (result: { ok: boolean; value?: string; error?: unknown }) => (result.ok ? result.value : result.error)

describe('whatever the value, ', () => {
  test('a text in JSON stays one text', () => {
    fc.assert(
      fc.property(hostileText, (value) => {
        const json = renderJsonTemplate('{"a":"<{{x}}>","b":1}', values(value))
        expect(json.ok && JSON.parse(json.value)).toEqual({ a: `<${value}>`, b: 1 })
      }),
    )
  })

  test('a value in JSON keeps its type', () => {
    const anyValue = fc.oneof(hostileText, fc.integer(), fc.boolean(), fc.constant(null), fc.array(hostileText))
    fc.assert(
      fc.property(anyValue, (value) => {
        const json = renderJsonTemplate('[{{x}}, {"y": {{ x }} }]', values(value))
        expect(json.ok && JSON.parse(json.value)).toEqual([value, { y: value }])
      }),
    )
  })

  test('a part of a path stays one part of the path of the same host', () => {
    fc.assert(
      fc.property(hostileText, (value) => {
        const escaped = escapeValue('urlPath', value, 'x')
        const url = new URL(`https://api.example/v1/x${escaped.ok && escaped.value}y/z?q=1`)
        expect([url.host, url.search, url.hash]).toEqual(['api.example', '?q=1', ''])
        expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'v1', `x${wellFormed(value)}y`, 'z'])
      }),
    )
  })

  test('a query value stays one value', () => {
    fc.assert(
      fc.property(hostileText, (value) => {
        const escaped = escapeValue('urlQuery', value, 'x')
        const { searchParams } = new URL(`https://api.example/?a=${escaped.ok && escaped.value}&b=2`)
        expect([...searchParams]).toEqual([
          ['a', wellFormed(value)],
          ['b', '2'],
        ])
      }),
    )
  })

  test('a form value stays one value', () => {
    fc.assert(
      fc.property(hostileText, (value) => {
        const form = renderFormTemplate('a={{x}}&b=2', values(value))
        expect([...new URLSearchParams(form.ok ? form.value : '')]).toEqual([
          ['a', wellFormed(value)],
          ['b', '2'],
        ])
      }),
    )
  })

  test('a header is one line of plain signs, or refused', () => {
    fc.assert(
      fc.property(hostileText, (value) => {
        const escaped = escapeValue('header', value, 'X-Name')
        expect(escaped.ok ? escaped.value : escaped.error.code).toMatch(/^[\t\x20-\x7e]*$/)
        expect(escaped.ok).toBe(/^[\t\x20-\x7e]*$/.test(value.trim()))
      }),
    )
  })

  test('an XML text has no sign of markup, and every sign XML allows comes back', () => {
    fc.assert(
      fc.property(hostileText, (value) => {
        const escaped = escapeValue('xmlText', value, 'x')
        fc.pre(escaped.ok)
        expect(escaped.value).not.toMatch(/[<>"'\r\n\t]|&(?!(amp|lt|gt|quot|#39|#13|#10|#9);)/)
        expect(readXmlText(escaped.value)).toBe(value)
      }),
    )
  })

  test('a value is never parsed for tokens again', () => {
    const parsed = parseTemplate('{{x}} {{y}}')
    const rendered = parsed.ok && renderTemplate(parsed.value, { x: '{{y}}', y: 'secret' }, 'text')
    expect(rendered).toEqual({ ok: true, value: '{{y}} secret' })
  })
})

function readXmlText(escaped: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }
  return escaped.replace(/&(?:#(\d+)|(\w+));/g, (_all, code: string | undefined, name: string) =>
    code === undefined ? (named[name] ?? '') : String.fromCharCode(Number(code)),
  )
}

describe('values of each type', () => {
  const cases: [TokenPlace, FieldValue, string][] = [
    ['text', ['a', 'b'], 'a;b'],
    ['text', null, ''],
    ['jsonString', 1.5, '1.5'],
    ['jsonString', null, ''],
    ['jsonValue', null, 'null'],
    ['jsonValue', true, 'true'],
    ['jsonValue', ['a', 1], '["a",1]'],
    ['urlPath', 'a b', 'a%20b'],
    ['urlPath', "(it's)!*", '%28it%27s%29%21%2A'],
    ['formValue', 'a b', 'a+b'],
    ['header', '  padded ', 'padded'],
    ['xmlText', 'a & b', 'a &amp; b'],
  ]
  test.each(cases)('%s of %j', (place, value, expected) => {
    expect(text(escapeValue(place, value, 'x'))).toBe(expected)
  })

  test.each([
    ['a\rb', 'CR'],
    ['a\nb', 'LF'],
    ['a\0b', 'NUL'],
    ['é', 'é'],
    ['\u0007', 'U+0007'],
  ])('a header with %j names the sign it refuses', (value, character) => {
    const escaped = escapeValue('header', value, 'X-Name')
    expect(escaped.ok ? null : escaped.error.params).toEqual({ header: 'X-Name', character })
  })
})

describe('renderXmlTemplate', () => {
  test('fills text and attributes', () => {
    const xml = renderXmlTemplate('<a b="{{x}}" c=\'{{x}}\'>{{x}}<!-- > --></a>', values('"<\''))
    expect(text(xml)).toBe('<a b="&quot;&lt;&#39;" c=\'&quot;&lt;&#39;\'>&quot;&lt;&#39;<!-- > --></a>')
  })

  test.each([
    '<{{x}}/>',
    '<a {{x}}="1"/>',
    '<a b={{x}}/>',
    '<!-- {{x}} -->',
    '<![CDATA[ {{x}} ]]>',
    '<?target {{x}}?>',
  ])('refuses %j, where no escape helps', (template) => {
    const xml = renderXmlTemplate(template, values('v'))
    expect(xml.ok ? null : xml.error.code).toBe('callout.xmlTokenPlace')
  })
})

test('a stored text has a form in every place', () => {
  const places: TokenPlace[] = ['text', 'jsonString', 'jsonValue', 'urlPath', 'urlQuery', 'formValue']
  fc.assert(
    fc.property(hostileText, fc.constantFrom(...places), (value, place) => {
      const stored = coerceField(value, { key: 'x', type: 'text' })
      fc.pre(stored.ok)
      expect(escapeValue(place, stored.value, 'x').ok).toBe(true)
    }),
  )
})

test('base64 and utf8 do as the platform does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      expect(base64(utf8(value))).toBe(Buffer.from(value).toString('base64'))
    }),
  )
})
