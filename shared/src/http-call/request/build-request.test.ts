import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FieldValue, FieldValues } from '../../values/field-type.ts'
import { buildRequest } from './build-request.ts'
import { externalActionContentSchema, type ExternalActionInput } from '../action/external-action.ts'

const action = (change: Partial<ExternalActionInput>) =>
  externalActionContentSchema.parse({ name: 'Post', method: 'POST', path: '/messages', ...change })
const build = (
  change: Partial<ExternalActionInput>,
  values: FieldValues = {},
  baseUrl = 'https://api.example.com/v1/',
) => {
  const request = buildRequest(action(change), baseUrl, values)
  if (!request.ok) throw new Error(JSON.stringify(request.error))
  return request.value
}
const codes = (change: Partial<ExternalActionInput>, values: FieldValues = {}, baseUrl = 'https://api.example.com') => {
  const request = buildRequest(action(change), baseUrl, values)
  return request.ok ? [] : request.error.map(({ code, path }) => `${code} ${path?.join('.')}`)
}

describe('buildRequest', () => {
  test('fills the action of the documentation', () => {
    const body = { kind: 'json' as const, template: '{"text":"{{text}}","channel":"{{channel}}","score":{{score}}}' }
    expect(build({ body }, { text: 'She said "9"', channel: '#nps', score: 9 })).toEqual({
      method: 'POST',
      url: 'https://api.example.com/v1/messages',
      headers: [],
      body: '{"text":"She said \\"9\\"","channel":"#nps","score":9}',
      contentType: 'application/json',
    })
  })

  test.each([
    ['https://api.example.com', '/messages', 'https://api.example.com/messages'],
    ['https://api.example.com/', '/messages', 'https://api.example.com/messages'],
    ['https://api.example.com/v1', '', 'https://api.example.com/v1'],
    ['http://127.0.0.1:8080/a/', '/b/', 'http://127.0.0.1:8080/a/b/'],
    ['https://api.example.com', '/検索', 'https://api.example.com/%E6%A4%9C%E7%B4%A2'],
    ['https://api.example.com', '/u/{{id}}.json', 'https://api.example.com/u/a%2Fb%3F.json'],
  ])('joins %s and %s', (baseUrl, path, url) => {
    expect(build({ path }, { id: 'a/b?' }, baseUrl).url).toBe(url)
  })

  test('encodes query names and values, literal or not', () => {
    const query = [
      { name: 'q', value: 'a b&{{x}}' },
      { name: '{{x}}[]', value: '' },
    ]
    expect(build({ query }, { x: '=&#' }).url).toBe(
      'https://api.example.com/v1/messages?q=a%20b%26%3D%26%23&%3D%26%23%5B%5D=',
    )
  })

  test('keeps headers in order, and takes the content type from them', () => {
    const headers = [
      { name: 'X-Name', value: 'n {{x}}' },
      { name: 'Content-Type', value: 'application/vnd.api+json' },
    ]
    const request = build({ headers, body: { kind: 'json', template: '{}' } }, { x: 'v' })
    expect(request.headers).toEqual([['X-Name', 'n v']])
    expect(request.contentType).toBe('application/vnd.api+json')
  })

  test.each<[string, ExternalActionInput['body'], string | null, string | null]>([
    ['none', { kind: 'none', template: 'ignored' }, null, null],
    ['form', { kind: 'form', template: 'a=1&b={{x}}' }, 'a=1&b=x+%26+y', 'application/x-www-form-urlencoded'],
    ['xml', { kind: 'xml', template: '<a>{{x}}</a>' }, '<a>x &amp; y</a>', 'application/xml; charset=utf-8'],
    ['text', { kind: 'text', template: 'Hi {{x}}' }, 'Hi x & y', 'text/plain; charset=utf-8'],
  ])('writes a body of kind %s', (_kind, body, text, contentType) => {
    expect(build({ body }, { x: 'x & y' })).toMatchObject({ body: text, contentType })
  })

  test('writes multipart with a boundary that follows from the content', () => {
    const body = { kind: 'multipart' as const, template: 'na"me={{x}}&b=two+words' }
    const request = build({ body }, { x: '--tabiji\r\n"' })
    const boundary = request.contentType?.split('boundary=')[1] ?? ''
    expect(request.body).toBe(
      `--${boundary}\r\nContent-Disposition: form-data; name="na%22me"\r\n\r\n--tabiji\r\n"\r\n` +
        `--${boundary}\r\nContent-Disposition: form-data; name="b"\r\n\r\ntwo words\r\n--${boundary}--\r\n`,
    )
    expect(build({ body }, { x: '--tabiji\r\n"' })).toEqual(request)
    expect(build({ body }, { x: 'other' }).contentType).not.toBe(request.contentType)
  })

  test('a multipart value cannot end its part', async () => {
    const body = { kind: 'multipart' as const, template: 'a={{x}}&b=2' }
    const first = build({ body }, { x: 'v' })
    const boundary = first.contentType?.split('boundary=')[1] ?? ''
    const attack = `v\r\n--${boundary}\r\nContent-Disposition: form-data; name="admin"\r\n\r\n1`
    const request = build({ body }, { x: attack })
    const form = await new Response(request.body, { headers: { 'content-type': request.contentType ?? '' } }).formData()
    expect([...form]).toEqual([
      ['a', attack],
      ['b', '2'],
    ])
  })
})

describe('buildRequest refuses', () => {
  test.each<[string, Partial<ExternalActionInput>, FieldValues, string[]]>([
    [
      'an empty value in the path, which would call another address',
      { path: '/users/{{id}}', method: 'DELETE' },
      { id: null },
      ['callout.pathEmptySegment path'],
    ],
    ['an empty text in the path', { path: '/users/{{id}}/x' }, { id: '' }, ['callout.pathEmptySegment path']],
    ['a value of two dots', { path: '/users/{{id}}' }, { id: '..' }, ['callout.pathTokenTraversal path']],
    ['two values of one dot', { path: '/users/{{a}}{{b}}' }, { a: '.', b: '.' }, ['callout.pathTokenTraversal path']],
    [
      'a header of two lines',
      { headers: [{ name: 'X-A', value: '{{x}}' }] },
      { x: 'a\r\nX-Admin: 1' },
      ['token.headerCharacter headers.0.value'],
    ],
    [
      'a character XML has not',
      { body: { kind: 'xml', template: '<a>{{x}}</a>' } },
      { x: '\u0007' },
      ['token.xmlCharacter body.template'],
    ],
    [
      'a broken JSON body',
      { body: { kind: 'json', template: '{' } },
      {},
      ['callout.jsonTemplateInvalid body.template'],
    ],
  ])('%s', (_name, change, values, expected) => {
    expect(codes(change, values)).toEqual(expected)
  })

  test('a base URL that cannot be used', () => {
    expect(codes({}, {}, 'https://a@b')).toEqual(['callout.baseUrlInvalid connection.baseUrl'])
  })

  test('and names every place at once', () => {
    const change = { path: '/{{x}}', headers: [{ name: 'X-A', value: '{{y}}' }] }
    expect(codes(change, { x: '..', y: '\n' + 'a\nb' })).toEqual([
      'callout.pathTokenTraversal path',
      'token.headerCharacter headers.0.value',
    ])
  })

  test('a token value keeps host and path, whatever it is', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('..', '.', '%2e%2e', '..%2f', '//evil.example', '\\', '@evil', '?#'),
    )
    fc.assert(
      fc.property(value, value, (a, b) => {
        const request = buildRequest(
          action({ path: '/u/{{a}}/x{{b}}', query: [{ name: 'q', value: '{{b}}' }] }),
          'https://api.example.com/v1',
          { a, b },
        )
        if (!request.ok) return
        const url = new URL(request.value.url)
        const parts = url.pathname.split('/')
        expect([url.host, url.hash, parts.length, parts[1], parts[2]]).toEqual(['api.example.com', '', 5, 'v1', 'u'])
      }),
      { numRuns: 1000 },
    )
  })
})

test('an array in a text is joined, in a JSON value it stays a list', () => {
  const tags: FieldValue = ['a', 'b']
  const request = build({ body: { kind: 'json', template: '{"t":"{{tags}}","l":{{tags}}}' } }, { tags })
  expect(JSON.parse(request.body ?? '')).toEqual({ t: 'a;b', l: ['a', 'b'] })
})

describe('a token without a value', () => {
  const optional = (name: string, more: object = {}) => ({ name, type: 'text' as const, required: false, ...more })
  const tokens = [optional('a'), optional('b'), optional('c', { whenEmpty: 'sendEmpty' })]
  const json = (template: string, values: FieldValues = {}) =>
    build({ body: { kind: 'json', template }, tokens }, values).body

  test.each<[template: string, body: string, values?: FieldValues]>([
    ['{"a":"{{a}}"}', '{}'],
    ['{"a":{{a}}}', '{}'],
    ['{"a":"{{a}}","x":1}', '{"x":1}'],
    ['{"x":1,"a":"{{a}}"}', '{"x":1}'],
    ['{"a":"{{a}}","x":1,"b":{{b}}}', '{"x":1}'],
    ['{"a":"{{a}}","b":"{{b}}","x":1}', '{"x":1}'],
    ['{"x":1,"a":"{{a}}","b":"{{b}}"}', '{"x":1}'],
    ['{"a":"{{a}}","b":"{{b}}"}', '{}'],
    ['{"a":"{{a}}","b":"{{b}}","c":"{{c}}"}', '{"c":""}'],
    ['{"a":"{{a}}","c":{{c}}}', '{"c":null}'],
    ['{"o":{"a":"{{a}}"},"x":[{"b":{{b}},"y":2}]}', '{"o":{},"x":[{"y":2}]}'],
    ['["{{a}}","x",{{b}}]', '["x"]'],
    ['{"list":[{{a}},{{b}}],"a":"{{a}}"}', '{"list":[]}'],
    ['{"text":"Hi {{a}}"}', '{"text":"Hi "}'],
    ['{"text":"{{a}}{{b}}"}', '{"text":""}'],
    ['{"{{a}}":1}', '{"":1}'],
    ['"{{a}}"', '""'],
    ['{\n  "x": 1,\n  "a": "{{a}}"\n}', '{\n  "x": 1}'],
    ['{"a":"{{a}}","b":"{{b}}","x":1}', '{"b":"v","x":1}', { b: 'v' }],
    ['{"a":"{{a}}","s":", { [ \\" ] }","b":"{{b}}"}', '{"s":", { [ \\" ] }"}'],
  ])('in the body %s leaves %s', (template, body, values) => {
    expect(json(template, values)).toBe(body)
  })

  test('is left out with its property, whatever stands beside it', () => {
    const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom('{{a}}', '{{b}}', '{{full}}'),
        fc.integer(),
        fc.string(),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
      ),
    })).value
    const without = (part: unknown): unknown => {
      const isKept = (each: unknown) => each !== '{{a}}' && each !== '{{b}}'
      if (part === '{{full}}') return 'v'
      if (Array.isArray(part)) return part.filter(isKept).map(without)
      if (typeof part !== 'object' || part === null) return part
      return Object.fromEntries(
        Object.entries(part).flatMap(([key, each]) => (isKept(each) ? [[key, without(each)]] : [])),
      )
    }
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value, { maxKeys: 5 }), fc.nat(2), (content, indent) => {
        const template = JSON.stringify(content, null, indent)
        fc.pre(!/\{\{(?!(a|b|full)\}\})/.test(template))
        const body = build(
          { body: { kind: 'json', template }, tokens: [...tokens, optional('full')] },
          { full: 'v' },
        ).body
        expect(JSON.parse(body ?? '')).toEqual(JSON.parse(JSON.stringify(without(content))))
      }),
    )
  })

  test('is left out with its parameter, header, form field, part and element', () => {
    const change = {
      query: [
        { name: 'a', value: '{{a}}' },
        { name: 'c', value: '{{c}}' },
        { name: 'x', value: 'a{{a}}' },
      ],
      headers: [
        { name: 'X-A', value: '{{a}}' },
        { name: 'X-C', value: '{{c}}' },
      ],
      tokens,
    }
    const request = build({ ...change, body: { kind: 'form', template: 'a={{a}}&c={{c}}&x=1' } })
    expect(request).toMatchObject({
      url: 'https://api.example.com/v1/messages?c=&x=a',
      headers: [['X-C', '']],
      body: 'c=&x=1',
    })
    expect(build({ ...change, body: { kind: 'multipart', template: 'a={{a}}&x=1' } }).body).not.toContain('name="a"')
    const template = '<r><a k="1">{{a}}</a><b>x{{b}}</b><c>{{c}}</c></r>'
    expect(build({ tokens, body: { kind: 'xml', template } }).body).toBe('<r><b>x</b><c></c></r>')
  })

  test('is never left out where it is required', () => {
    const body = { kind: 'json' as const, template: '{"a":"{{a}}"}' }
    expect(build({ body, tokens: [{ name: 'a', required: true }] }).body).toBe('{"a":""}')
  })
})

describe('a list', () => {
  const listed = (listStyle?: 'repeat' | 'comma' | 'semicolon' | 'space' | 'pipe') => ({
    path: '/{{l}}',
    query: [{ name: 'l[]', value: '{{l}}' }],
    headers: [{ name: 'X-L', value: '{{l}}' }],
    tokens: [{ name: 'l', type: 'list' as const, ...(listStyle && { listStyle }) }],
  })
  test.each([
    [undefined, '/a,b?l%5B%5D=a&l%5B%5D=b', 'a,b', 'l=a&l=b&t=%3Ca%2Cb%3E'],
    ['repeat', '/a,b?l%5B%5D=a&l%5B%5D=b', 'a,b', 'l=a&l=b&t=%3Ca%2Cb%3E'],
    ['comma', '/a,b?l%5B%5D=a%2Cb', 'a,b', 'l=a%2Cb&t=%3Ca%2Cb%3E'],
    ['semicolon', '/a;b?l%5B%5D=a%3Bb', 'a;b', 'l=a%3Bb&t=%3Ca%3Bb%3E'],
    ['space', '/a b?l%5B%5D=a%20b', 'a b', 'l=a+b&t=%3Ca+b%3E'],
    ['pipe', '/a|b?l%5B%5D=a%7Cb', 'a|b', 'l=a%7Cb&t=%3Ca%7Cb%3E'],
  ] as const)('is written in the style %s', (style, address, header, form) => {
    const request = build(
      { ...listed(style), body: { kind: 'form', template: 'l={{l}}&t=<{{l}}>' } },
      { l: ['a', 'b'] },
    )
    const [path = '', query] = address.split('?')
    expect(request.url).toBe(`https://api.example.com/v1/${encodeURIComponent(path.slice(1))}?${query}`)
    expect(request.headers).toEqual([['X-L', header]])
    expect(request.body).toBe(form)
  })

  test('is repeated as an element, and is a list as a JSON value', () => {
    const { tokens } = listed()
    const values = { l: ['a&', 'b'] }
    expect(build({ tokens, body: { kind: 'xml', template: '<r><i>{{l}}</i></r>' } }, values).body).toBe(
      '<r><i>a&amp;</i><i>b</i></r>',
    )
    expect(build({ tokens, body: { kind: 'json', template: '{"l":{{l}}}' } }, values).body).toBe('{"l":["a&","b"]}')
  })

  test('with an item that contains its separator is refused, unless it is repeated', () => {
    const values = { l: ['a,b', 'c'] }
    const query = [{ name: 'l', value: '{{l}}' }]
    const token = { name: 'l', type: 'list' as const }
    expect(codes({ query, tokens: [{ ...token, listStyle: 'comma' }] }, values)).toEqual([
      'token.listItem query.0.value',
    ])
    expect(build({ query, tokens: [token] }, values).url).toContain('l=a%2Cb&l=c')
  })
})
