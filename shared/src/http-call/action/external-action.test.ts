import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  checkExternalAction,
  externalActionContentSchema,
  externalActionSchema,
  type ExternalActionInput,
} from './external-action.ts'

const input: ExternalActionInput = {
  connectionId: 'c1',
  name: 'Post message',
  method: 'POST',
  path: '/messages',
  body: { kind: 'json', template: '{"text":"{{text}}","channel":"{{channel}}","score":{{score}}}' },
  tokens: [{ name: 'text' }, { name: 'channel', type: 'text', required: true }, { name: 'score', type: 'number' }],
  extract: [{ name: 'ts', path: '$.ts', type: 'text', ifMissing: 'empty' }],
}

const issuesOf = (change: Partial<ExternalActionInput>) =>
  checkExternalAction(externalActionSchema.parse({ ...input, ...change }))
const codesOf = (change: Partial<ExternalActionInput>) =>
  issuesOf(change).map(({ code, path }) => `${code} ${path?.join('.')}`)

describe('externalActionSchema', () => {
  test('fills in what a simple action leaves out', () => {
    expect(externalActionSchema.parse({ connectionId: 'c1', name: 'Ping', method: 'GET' })).toEqual({
      connectionId: 'c1',
      name: 'Ping',
      method: 'GET',
      path: '',
      query: [],
      headers: [],
      body: { kind: 'none' },
      tokens: [],
      extract: [],
      success: { statuses: ['2xx'] },
      retry: { maxAttempts: 5, backoffMs: 1000, maxBackoffMs: 300_000, retryOn: ['429', '5xx', 'timeout', 'network'] },
      timeoutMs: 10_000,
      limits: {},
      maxReplyBytes: 1_048_576,
    })
  })

  test.each<[string, object]>([
    ['method', { method: 'TRACE' }],
    ['body.kind', { body: { kind: 'yaml' } }],
    ['tokens.0.name', { tokens: [{ name: 'a-b' }] }],
    ['tokens.0.name', { tokens: [{ name: '__proto__' }] }],
    ['success.statuses.0', { success: { statuses: ['2x'] } }],
    ['retry.retryOn.0', { retry: { retryOn: ['always'] } }],
    ['retry.maxAttempts', { retry: { maxAttempts: 0 } }],
    ['timeoutMs', { timeoutMs: 10_000_000 }],
    ['extract.0.ifMissing', { extract: [{ name: 'a', path: '$', ifMissing: 'ignore' }] }],
  ])('refuses a wrong %s: %j', (path, change) => {
    const result = externalActionSchema.safeParse({ ...input, ...change })
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toContain(path)
  })

  test('has a JSON Schema for the documentation', () => {
    expect(() => z.toJSONSchema(externalActionSchema, { io: 'input' })).not.toThrow()
    expect(() => z.toJSONSchema(externalActionContentSchema)).not.toThrow()
  })
})

describe('checkExternalAction', () => {
  test('finds nothing in an action that is in order', () => {
    expect(issuesOf({})).toEqual([])
  })

  const cases: [string, Partial<ExternalActionInput>, string[]][] = [
    ['a token nobody declared', { query: [{ name: 'q', value: '{{qq}}' }] }, ['callout.tokenUndeclared query.0.value']],
    ['an undeclared token in the path', { path: '/messages/{{id}}' }, ['callout.tokenUndeclared path']],
    [
      'an undeclared token in a header',
      { headers: [{ name: 'X-A', value: '{{id}}' }] },
      ['callout.tokenUndeclared headers.0.value'],
    ],
    [
      'a token declared twice',
      { tokens: [...(input.tokens ?? []), { name: 'text' }] },
      ['callout.tokenDuplicate tokens.3.name'],
    ],
    ['a token nobody uses', { tokens: [...(input.tokens ?? []), { name: 'spare' }] }, ['callout.tokenUnused tokens.3']],
    [
      'broken JSON',
      { body: { kind: 'json', template: '{"text": {{text}}' } },
      ['callout.jsonTemplateInvalid body.template'],
    ],
    ['an unclosed token', { path: '/messages/{{text' }, ['token.unclosed path', 'callout.pathInvalid path']],
    ['a filter', { query: [{ name: 'q', value: '{{ text | upcase }}' }] }, ['token.invalid query.0.value']],
    [
      'an XML token in a tag',
      { body: { kind: 'xml', template: '<{{text}}/>' } },
      ['callout.xmlTokenPlace body.template'],
    ],
    [
      'a form pair without a name',
      { body: { kind: 'form', template: '=1' } },
      ['callout.formTemplateInvalid body.template'],
    ],
    ['a path of another host', { path: 'https://evil.example/x' }, ['callout.pathInvalid path']],
    ['a path that would change the host', { path: '@evil.example' }, ['callout.pathInvalid path']],
    ['a query in the path', { path: '/messages?x=1' }, ['callout.pathInvalid path']],
    ['a path that climbs out', { path: '/a/../../admin' }, ['callout.pathTraversal path']],
    ['a path that climbs out in disguise', { path: '/a/%2E%2e/admin' }, ['callout.pathTraversal path']],
    [
      'a header name with a blank',
      { headers: [{ name: 'X A', value: '1' }] },
      ['callout.headerNameInvalid headers.0.name'],
    ],
    [
      'a token as header name',
      { headers: [{ name: '{{text}}', value: '1' }] },
      ['callout.headerNameInvalid headers.0.name'],
    ],
    [
      'a header of the HTTP client',
      { headers: [{ name: 'content-length', value: '1' }] },
      ['callout.headerReserved headers.0.name'],
    ],
    [
      'the key that the engine sends',
      { headers: [{ name: 'Idempotency-Key', value: '1' }] },
      ['callout.headerReserved headers.0.name'],
    ],
    [
      'a header twice',
      {
        headers: [
          { name: 'X-A', value: '1' },
          { name: 'x-a', value: '2' },
        ],
      },
      ['callout.headerDuplicate headers.1.name'],
    ],
    [
      'a header of two lines',
      { headers: [{ name: 'X-A', value: 'a\r\nX-B: 1' }] },
      ['token.headerCharacter headers.0.value'],
    ],
    [
      'a secret typed in',
      { headers: [{ name: 'X-Api-Key', value: 'sk_123' }] },
      ['callout.headerSecret headers.0.value'],
    ],
    ['a body of a GET, with a warning', { method: 'GET' }, ['callout.bodyOnGet body.kind']],
    ['a body of a HEAD', { method: 'HEAD' }, ['callout.bodyNotAllowed body.kind']],
    ['no JSONPath', { extract: [{ name: 'ts', path: 'ts' }] }, ['callout.jsonPathInvalid extract.0.path']],
    [
      'a JSONPath of another dialect',
      { extract: [{ name: 'ts', path: '$.a[?(@.b =~ /x/)]' }] },
      ['callout.jsonPathInvalid extract.0.path'],
    ],
    ['a predicate that is none', { success: { predicate: 'ok' } }, ['callout.jsonPathInvalid success.predicate']],
    [
      'an output twice',
      {
        extract: [
          { name: 'ts', path: '$.a' },
          { name: 'ts', path: '$.b' },
        ],
      },
      ['callout.outputDuplicate extract.1.name'],
    ],
  ]
  test.each(cases)('finds %s', (_name, change, expected) => {
    const unusedElsewhere = (code: string) => code.startsWith('callout.tokenUnused') && !expected.includes(code)
    expect(codesOf(change).filter((code) => !unusedElsewhere(code))).toEqual(expected)
  })

  test('warns of what is odd and refuses what is wrong', () => {
    expect(issuesOf({ headers: [{ name: 'Authorization', value: 'Bearer x' }] })[0]?.severity).toBe('warning')
    expect(issuesOf({ tokens: [...(input.tokens ?? []), { name: 'spare' }] })[0]?.severity).toBe('warning')
    expect(issuesOf({ path: '/{{id}}' })[0]?.severity).toBe('error')
  })
})
