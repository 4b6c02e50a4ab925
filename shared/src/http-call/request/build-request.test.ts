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
