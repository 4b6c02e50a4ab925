import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseBaseUrl, pathIssue } from './base-url.ts'

test.each([
  ['https://api.example.com', { scheme: 'https', host: 'api.example.com', port: null, path: '' }],
  ['https://API.example.com:8443/v1/', { scheme: 'https', host: 'api.example.com', port: 8443, path: '/v1' }],
  ['http://127.0.0.1:3000/a/b', { scheme: 'http', host: '127.0.0.1', port: 3000, path: '/a/b' }],
  ['http://[::1]:80', { scheme: 'http', host: '[::1]', port: 80, path: '' }],
])('%s is a base URL', (text, expected) => {
  expect(parseBaseUrl(text)).toEqual({ ok: true, value: expected })
})

test.each([
  'api.example.com',
  'ftp://example.com',
  'https://',
  'https://user:password@example.com',
  'https://example.com@evil.example',
  'https://example.com?x=1',
  'https://example.com#x',
  'https://example.com/a b',
  'https://example.com\\@evil.example',
  'https://example.com/../x',
  'https://example.com/%2e%2e/x',
  'https://example.com:99999',
  'https://{{host}}',
  'https://ex ample.com',
  'https://example.com/\r\nX: 1',
])('%j is none', (text) => {
  expect(parseBaseUrl(text)).toMatchObject({ ok: false, error: { code: 'callout.baseUrlInvalid' } })
})

test('a base URL that is taken means the same host to an HTTP client', () => {
  const sign = fc.constantFrom('a', '.', '-', '/', ':', '@', '\\', '?', '#', '%', '8', '[', ']', '\t', '%2e')
  fc.assert(
    fc.property(
      fc.array(sign, { maxLength: 12 }).map((signs) => `https://a${signs.join('')}`),
      (text) => {
        const base = parseBaseUrl(text)
        if (!base.ok || !URL.canParse(text)) return
        const url = new URL(text)
        expect(url.hostname).toBe(base.value.host)
        expect(url.pathname.replace(/\/+$/, '')).toBe(base.value.path)
      },
    ),
    { numRuns: 2000 },
  )
})

test.each([
  ['', null],
  ['/', null],
  ['/a/{{id}}/b.json', null],
  ['/a%20b', null],
  ['/users:search', null],
  ['/.well-known/x', null],
  ['/a..b', null],
  ['a', 'callout.pathInvalid'],
  ['//evil.example', null],
  ['/a b', 'callout.pathInvalid'],
  ['/a\\b', 'callout.pathInvalid'],
  ['/a#b', 'callout.pathInvalid'],
  ['/100%', 'callout.pathInvalid'],
  ['/a/..', 'callout.pathTraversal'],
  ['/./a', 'callout.pathTraversal'],
  ['/a/%2e%2E/b', 'callout.pathTraversal'],
  ['/a/..%2fb', 'callout.pathTraversal'],
])('the path %j has the issue %j', (path, code) => {
  expect(pathIssue(path)?.code ?? null).toBe(code)
})
