import { secretPlaceholder, formatCurlCommand } from '@tabiji/shared/http-call/request/format-curl-command.ts'
import { pino } from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import { buildConnection, buildExternalAction } from '../../../test/callout-factories.ts'
import { startCalloutServer } from '../../../test/callout-server.ts'
import { createTestApp } from '../../../test/test-app.ts'
import { createFetchExternal } from '../../kernel/outbound/fetch-external.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { settingsOperations } from '../../accounts/settings/settings.operations.ts'
import { calloutOperations } from '../../insights/calls/callout.operations.ts'
import { type InputOf, calling } from '../../../test/call-operation.ts'
import type { externalActionOperations } from './external-action.operations.ts'

type TestUnsavedActionInput = InputOf<typeof externalActionOperations.testUnsaved>

const listCallouts = calling(calloutOperations.list)
const updateWorkspaceSettings = calling(settingsOperations.update)

// Attacks from an editor and from the called system, checked through to the text that an admin reads. Lower-level
// refusals are in `fetch-external.test.ts`.

const target = await startCalloutServer()
const inner = await startCalloutServer()

/** The addresses that each name resolves to, one per lookup; the last one repeats. */
const addresses: Record<string, string[]> = {
  'rebinding.example': ['93.184.216.34', '127.0.0.1'],
  'inside.example': ['10.0.0.1'],
  'mapped.example': ['::ffff:127.0.0.1'],
}
const logged: string[] = []
const app = await createTestApp({
  queue: false,
  deps: {
    fetchExternal: createFetchExternal({
      allow: [target.allow],
      resolve: async (host) => {
        const answers = addresses[host] ?? ['10.0.0.1']
        const address = answers.length > 1 ? answers.shift()! : answers[0]!
        return [{ address, family: address.includes(':') ? 6 : 4 }]
      },
    }),
    log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
  },
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
  await inner[Symbol.asyncDispose]()
})

await updateWorkspaceSettings(app.ctx(), { calloutAllow: [target.allow] })

const secret = 's3cret-Key-71'

type Attack = {
  baseUrl?: string
  action?: Partial<TestUnsavedActionInput['action']>
  tokens?: Record<string, string>
}

/** Runs "Test" with an unsaved action and connection, and returns the result in the given language. */
function press({ baseUrl = target.url, action = {}, tokens = {} }: Attack, locale: 'en' | 'ja' = 'en') {
  return app.caller('editor', { locale }).externalActions.testUnsaved({
    action: { name: 'Attack', method: 'GET', path: '/echo', timeoutMs: 400, maxReplyBytes: 4096, ...action },
    connection: { baseUrl, auth: { kind: 'apiKey', name: 'X-Key', value: secret, in: 'header' } },
    tokens,
  })
}

/** The code of the first issue (nothing was sent) or of the error (sent and failed). */
const codeOf = ({ error, issues = [] }: Awaited<ReturnType<typeof press>>) => issues[0]?.code ?? error?.code

const said = ({ error, issues = [] }: Awaited<ReturnType<typeof press>>) =>
  issues.length > 0 ? issues.map(({ message }) => message).join(' ') : error?.message

describe('what comes back', () => {
  test.each<[string, string, string, RegExp, RegExp]>([
    ['a gzip bomb', '/gzip-bomb', 'replyTooLarge', /larger|too large|limit/i, /上限|大き/],
    ['a brotli bomb', '/br-bomb', 'replyTooLarge', /larger|too large|limit/i, /上限|大き/],
    ['an endless reply', '/endless', 'replyTooLarge', /larger|too large|limit/i, /上限|大き/],
    ['a flood of headers', '/many-headers', 'replyHeadersTooLarge', /header/i, /ヘッダー/],
    ['headers that never come', '/hang', 'timedOut', /in time|within|0\.4/i, /秒|時間/],
    ['a body that drips', '/drip?ms=20', 'timedOut', /in time|within|0\.4/i, /秒|時間/],
    ['a reply that breaks off', '/cut', 'connectionClosed', /closed|broke/i, /切断|途中/],
    ['something that is no HTTP', '/garbage', 'replyUnreadable', /HTTP|read/i, /HTTP|読み/],
    ['something that is no gzip', '/broken-gzip', 'replyUndecodable', /decompress|unpack|decod|compress/i, /展開|圧縮/],
  ])('%s ends in a sentence that says so', async (_name, path, code, en, ja) => {
    const [location, query] = path.split('?')
    const action = {
      path: location!,
      // No other limit may end the call.
      timeoutMs: code === 'timedOut' ? 400 : 20_000,
      ...(query && {
        query: query.split('&').map((pair) => ({ name: pair.split('=')[0]!, value: pair.split('=')[1]! })),
      }),
    }
    const result = await press({ action })
    expect(codeOf(result)).toBe(code)
    expect(said(result)).toMatch(en)
    expect(said(await press({ action }, 'ja'))).toMatch(ja)
  })

  test('a redirect to an address inside is shown as the reply it is, and not followed', async () => {
    const action = { path: '/redirect', query: [{ name: 'to', value: `${inner.url}/echo` }] }
    const result = await press({ action })
    expect(result).toMatchObject({ outcome: 'httpError', reply: { status: 302 } })
    expect(codeOf(result)).toBe('statusRefused')
    expect(said(result)).toMatch(/302/)
    expect(inner.received).toBe(0)
  })

  test('a reply that repeats the key shows it masked, wherever it stands', async () => {
    const result = await press({ action: { path: '/echo', method: 'POST', body: { kind: 'json', template: '{}' } } })
    expect(result.outcome).toBe('succeeded')
    expect(target.requests.at(-1)!.headers['x-key']).toBe(secret)
    expect(JSON.stringify(result)).not.toContain(secret)
    expect(result.reply?.body).toContain('••••')
    expect(formatCurlCommand(result.request!)).not.toContain(secret)
    expect(formatCurlCommand(result.request!)).toContain(secretPlaceholder)
  })
})

describe('where it goes', () => {
  test.each<[string, string]>([
    ['a decimal host', 'https://2130706433'],
    ['an octal host', 'https://0177.0.0.1'],
    ['a host in hex', 'https://0x7f000001'],
    ['a short host', 'https://127.1'],
    ['an IPv4 address in IPv6', 'https://[::ffff:127.0.0.1]'],
    ['an IPv4 address in NAT64', 'https://[64:ff9b::7f00:1]'],
    ['the metadata service of a cloud', 'https://169.254.169.254'],
    ['a name of this machine', 'https://api.localhost'],
  ])('%s is refused when the connection is saved, with what to do', async (_name, baseUrl) => {
    const refused = await buildConnection(app.ctx(), { baseUrl }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(ServiceError)
    expect(refused).toMatchObject({ code: 'invalid', issues: [{ code: 'connection.addressNotAllowed' }] })
    await expect(press({ baseUrl })).rejects.toThrow()
  })

  test.each<[string, string]>([
    ['a user name that hides the host', 'https://api.example.com@evil.example'],
    ['a token in the host', 'https://{{x}}.example.com'],
    ['a file', 'file:///etc/passwd'],
    ['a query in the base', 'https://api.example.com/?next='],
  ])('%s is no base URL', async (_name, baseUrl) => {
    await expect(buildConnection(app.ctx(), { baseUrl })).rejects.toMatchObject({ code: 'invalid' })
  })

  test.each(['inside.example', 'mapped.example'])(
    '%s, a name with a private address, is blocked by name',
    async (host) => {
      const result = await press({ baseUrl: `https://${host}` })
      expect(result.outcome).toBe('blocked')
      expect(codeOf(result)).toBe('addressNotAllowed')
      expect(said(result)).toContain(host)
      expect(said(await press({ baseUrl: `https://${host}` }, 'ja'))).toContain(host)
    },
  )

  test('a name that is rebound between two looks is judged by the address that would be connected to', async () => {
    // The first resolved address, which is public, is used up by a call that times out.
    await press({ baseUrl: `https://rebinding.example:${inner.port}` })
    const result = await press({ baseUrl: `https://rebinding.example:${inner.port}` })
    expect(result.outcome).toBe('blocked')
    expect(codeOf(result)).toBe('addressNotAllowed')
    expect(said(result)).toContain('rebinding.example')
    expect(inner.connections).toBe(0)
  })
})

describe('what goes out', () => {
  test('a line break in a value for a header makes no header; nothing is sent, and the header is named', async () => {
    const before = target.received
    const action = {
      headers: [{ name: 'X-Name', value: '{{name}}' }],
      tokens: [{ name: 'name', type: 'text' as const }],
    }
    const result = await press({ action, tokens: { name: 'Aiko\r\nX-Admin: 1' } })
    expect(result).toMatchObject({ outcome: 'mappingError', request: null })
    expect(codeOf(result)).toBe('token.headerCharacter')
    expect(said(result)).toMatch(/X-Name.*CR/)
    expect(target.received).toBe(before)
  })

  test('a value that leaves its part of the path sends nothing, and is named', async () => {
    const before = target.received
    const action = { path: '/users/{{id}}/posts', tokens: [{ name: 'id', type: 'text' as const }] }
    const result = await press({ action, tokens: { id: '../admin' } })
    expect(codeOf(result)).toBe('callout.pathTokenTraversal')
    expect(said(result)).toMatch(/"id" is "\.\.\/admin"/)
    expect(said(await press({ action, tokens: { id: '../admin' } }, 'ja'))).toMatch(/「id」の値は「\.\.\/admin」/)
    expect(target.received).toBe(before)
  })

  test('a key in the query is in no result, no record, no copied command and no log, however the call ends', async () => {
    const ctx = app.ctx()
    for (const path of ['/echo', '/status/500', '/reset', '/hang', '/garbage']) {
      const connection = await buildConnection(ctx, {
        baseUrl: target.url,
        auth: { kind: 'apiKey', name: 'key', value: secret, in: 'query' },
      })
      const action = await buildExternalAction(ctx, {
        connectionId: connection.id,
        method: 'GET',
        path,
        body: { kind: 'none' },
        tokens: [],
        extract: [],
        timeoutMs: 400,
      })
      const result = await app.caller('editor').externalActions.test({ id: action.id })
      expect(target.requests.at(-1)!.path).toContain(secret)
      expect(JSON.stringify(result)).not.toContain(secret)
      if (result.request) expect(formatCurlCommand(result.request)).not.toContain(secret)
    }
    const records = await listCallouts(ctx, { limit: 100, isTest: true } as never)
    expect(records.items.length).toBeGreaterThanOrEqual(5)
    expect(JSON.stringify(records)).not.toContain(secret)
    const stored = await app.deps.db.selectFrom('callout_attempts').selectAll().execute()
    expect(stored.length).toBeGreaterThanOrEqual(5)
    expect(JSON.stringify(stored)).not.toContain(secret)
    expect(JSON.stringify(await app.deps.db.selectFrom('audit_log').selectAll().execute())).not.toContain(secret)
    expect(logged.join('')).not.toContain(secret)
  })
})
