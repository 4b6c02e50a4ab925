import { Writable } from 'node:stream'
import { type AuthKindName, authKindNames } from '@tabiji/shared/auth/auth.ts'
import { mask } from '@tabiji/shared/auth/mask.ts'
import { pino } from 'pino'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { authOfKind, authsOfEachKind } from '../../../../test/auths-of-each-kind.ts'
import { calling } from '../../../../test/call-operation.ts'
import { buildConnection, buildExternalAction } from '../../../../test/callout-factories.ts'
import { type ReceivedRequest, startCalloutServer, type StubResponse } from '../../../../test/callout-server.ts'
import { runWorker, until } from '../../../../test/run-worker.ts'
import { startCallingJourney } from '../../../../test/start-calling-journey.ts'
import { createTestApp } from '../../../../test/test-app.ts'
import { settingsOperations } from '../../../accounts/settings/settings.operations.ts'
import { externalActionOperations } from '../../../engagement/action-tests/external-action.operations.ts'
import { storeAccessTokens } from '../../connections/access-tokens/store-access-tokens.ts'
import { secretsOf } from '../../connections/auth/registry.ts'
import { connectionOperations } from '../../connections/connection.operations.ts'
import { findConnectionById } from '../../connections/connection.repository.ts'
import { forgetConnection } from './load-callout-target.ts'

const testConnection = calling(connectionOperations.test)
const testExternalAction = calling(externalActionOperations.test)
const updateWorkspaceSettings = calling(settingsOperations.update)

let logged = ''
const log = pino({ level: 'trace' }, new Writable({ write: (line, _encoding, done) => ((logged += line), done()) }))
const app = await createTestApp({ deps: { log } })
afterAll(() => app[Symbol.asyncDispose]())
const ctx = app.ctx()
const key = await app.apiKey()

const marker = 'S3cr#t/+é'
const issued = { accessToken: 'S3cret-access-token', refreshToken: 'S3cret-refresh-token' }
const base64 = (text: string) => Buffer.from(text).toString('base64')
const hex = (text: string) => Buffer.from(text).toString('hex')
const reversed = (text: string) => [...text].toReversed().join('')

/** One property for each form in which a system may give a text back. */
const formsOf = (text: string): Record<string, unknown> => ({
  plain: text,
  sentence: `The token is ${text}, they said.`,
  base64: base64(text),
  base64url: Buffer.from(text).toString('base64url'),
  base64OfMore: base64(`{"user":"x","p":"${text}"}`),
  base64AfterOne: base64(`x${text}yz`),
  base64AfterTwo: base64(`xy${text}z`),
  basic: `Basic ${base64(`tabiji:${text}`)}`,
  url: `https://x.example/?t=${encodeURIComponent(text)}`,
  form: new URLSearchParams({ text }).toString(),
  hex: hex(text),
  hexUpper: hex(text).toUpperCase(),
  reversed: reversed(text),
  nested: { deep: [{ deeper: text }] },
  list: [text, 'harmless', text],
  json: JSON.stringify({ nested: JSON.stringify({ text }) }),
  [text]: 'as a name',
})
const places = Object.keys(formsOf('')).filter((name) => name !== '')

type Echo = (secrets: readonly string[], request: ReceivedRequest) => StubResponse
const jsonBody = (secrets: readonly string[], { headers }: ReceivedRequest) => ({
  ok: true,
  headers,
  echoes: secrets.map(formsOf),
})
const escapedJson = (value: unknown) =>
  JSON.stringify(value).replace(/[A-Za-z0-9#/+é]/g, (letter) =>
    /["\\]/.test(letter) ? letter : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
const echoes: Record<string, Echo> = {
  json: (secrets, request) => ({ body: jsonBody(secrets, request) }),
  escaped: (secrets) => ({
    headers: { 'content-type': 'application/json' },
    body: `[${secrets.map((text) => `"${escapedJson(text).slice(1, -1).replace(/\\\\u/g, '\\u')}"`).join()}]`,
  }),
  text: (secrets) => ({
    headers: { 'content-type': 'text/plain' },
    body: secrets.map((text) => Object.values(formsOf(text)).join('\n')).join('\n'),
  }),
  xml: (secrets) => ({
    headers: { 'content-type': 'application/xml' },
    body: `<all>${secrets.map((text) => `<t a="${text.replaceAll('"', '&quot;')}">${text}</t>`).join('')}</all>`,
  }),
  header: (secrets) => ({
    headers: Object.fromEntries(
      secrets.flatMap((text, index) => [
        [`x-echo-${index}`, `token ${base64(text)} ${hex(text)} ${encodeURIComponent(text)} ${reversed(base64(text))}`],
        ['retry-after', encodeURIComponent(text)],
      ]),
    ),
    body: { ok: true },
  }),
  status: (secrets) => ({ status: 500, statusText: encodeURIComponent(secrets[0] ?? ''), body: { secrets } }),
  refused: (secrets, request) => ({ status: 403, body: jsonBody(secrets, request) }),
}

/** What is looked for afterwards: each form, made apart from the code that masks them. */
function needlesOf(secret: string): string[] {
  const core = (before: string) => base64(`${before}${secret}zzz`).slice(before.length === 0 ? 0 : 4, -8)
  const encoded = [secret, encodeURIComponent(secret), hex(secret), hex(secret).toUpperCase(), reversed(secret)]
  return [...encoded, base64(secret).replace(/=+$/, '').slice(0, -2), core('x'), core('xx')].filter(
    (text) => text.length >= 6,
  )
}

/** The rows of every table whose text holds one of the needles. */
async function rowsWith(needles: readonly string[]): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`.execute(app.deps.db)
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`
      select t::text as row from ${sql.raw(name)} t
      where exists (select from unnest(${[...needles]}::text[]) needle where strpos(t::text, needle) > 0) limit 3`.execute(
      app.deps.db,
    )
    found.push(...rows.map(({ row }) => `${name}: ${row.slice(0, 400)}`))
  }
  return found
}

const kinds = authKindNames.filter((kind) => kind !== 'none')

describe.each(kinds)('a system that is called by %s and gives its secrets back in every form', (kind: AuthKindName) => {
  test('leaves them in no output, record, row, log or answer', async () => {
    const known: string[] = []
    const answer = (request: ReceivedRequest): StubResponse => {
      const { pathname } = new URL(request.path, 'http://target')
      if (pathname === '/token')
        return { body: { access_token: issued.accessToken, refresh_token: issued.refreshToken, expires_in: 3600 } }
      const echo = echoes[pathname.slice(1)]
      return echo ? echo(known, request) : { body: jsonBody(known, request) }
    }
    await using target = await startCalloutServer({ answer })
    await updateWorkspaceSettings(ctx, { calloutAllow: [target.allow] })
    const auths = authsOfEachKind(marker, {
      tokenUrl: `${target.url}/token`,
      authorizeUrl: `${target.url}/authorize`,
    })
    const auth = authOfKind(auths, kind)
    const usesTokens = ['jwtBearer', 'oauth2ClientCredentials', 'oauth2AuthorizationCode'].includes(kind)
    known.push(...Object.values(secretsOf(auth)), ...(usesTokens ? Object.values(issued) : []))
    const needles = known.flatMap(needlesOf)

    const connection = await buildConnection(ctx, { baseUrl: target.url, auth })
    if (kind === 'oauth2AuthorizationCode') {
      const stored = await findConnectionById(ctx.db, connection.id)
      await storeAccessTokens(ctx, { ...stored!, auth }, { ...issued, expiresInMs: null }, { askedAt: new Date() })
      await ctx.db.updateTable('connections').set({ state: 'authorized' }).where('id', '=', connection.id).execute()
      forgetConnection(ctx, connection.id)
    }
    const answers: unknown[] = []
    const extract = [
      ...places.map((place) => ({
        name: place,
        path: `$.echoes[0].${place}`,
        type: place === 'list' ? ('list' as const) : ('text' as const),
        ifMissing: 'empty' as const,
      })),
      { name: 'authorization', path: '$.headers.authorization', ifMissing: 'empty' as const },
      { name: 'names', path: '$.echoes[0]', type: 'text' as const, ifMissing: 'empty' as const },
      { name: 'ok', path: '$.ok', type: 'boolean' as const, ifMissing: 'empty' as const },
    ]
    for (const path of Object.keys(echoes)) {
      const action = await buildExternalAction(ctx, { connectionId: connection.id, path: `/${path}`, extract })
      const result = await testExternalAction(ctx, { id: action.id, tokens: { text: 'hi', score: 1 } })
      answers.push(result)
      if (path === 'json') {
        expect(result.outcome).toBe('replyUnusable')
        expect(result.extracted['ok']?.value).toBe(true)
        expect(result.extracted['plain']).toEqual({
          value: null,
          issue: expect.objectContaining({ code: 'extract.holdsSecret' }),
        })
        const refused = places.filter((place) => result.extracted[place]?.issue?.code === 'extract.holdsSecret')
        expect(refused).toEqual(places.filter((place) => place !== 'nested'))
        const sample = { id: action.id, reply: result.reply! }
        answers.push(await calling(externalActionOperations.keepSample)(ctx, sample))
      }
      if (path !== 'header') expect(result.reply?.body).toContain(mask)
      // The limit of the reply cuts a secret in two, at every letter of the first one.
      if (path === 'text')
        for (const maxReplyBytes of [1024, 1024 + 3, 1024 + 7]) {
          const body = `${'.'.repeat(maxReplyBytes - 8)}${known[0]}`
          target.answer = (request) =>
            request.path.startsWith('/token') ? { body: { access_token: issued.accessToken } } : { body }
          const cut = await buildExternalAction(ctx, {
            connectionId: connection.id,
            path: '/cut',
            extract: [],
            maxReplyBytes,
          })
          const { reply } = await testExternalAction(ctx, { id: cut.id, tokens: { text: 'hi', score: 1 } })
          target.answer = answer
          expect(reply?.body).not.toContain(known[0]!.slice(0, 4))
        }
    }
    answers.push(await testConnection(ctx, { id: connection.id }))

    const action = await buildExternalAction(ctx, {
      connectionId: connection.id,
      path: '/json',
      body: { kind: 'json', template: '{"id":"{{id}}"}' },
      tokens: [{ name: 'id', type: 'text', required: true }],
      extract: [{ name: 'ok', path: '$.ok', type: 'boolean' }, ...extract.slice(0, 3)],
    })
    const journey = await startCallingJourney(app, target, { beside: { connection, action } })
    await journey.enrol(2)
    await using _worker = await runWorker(app.deps)
    await until('the calls of the journey are judged', async () => {
      const people = await journey.people()
      return people.length === 2 && people.every(({ reason }) => reason === 'replyUnusable')
    })

    for (const path of [
      `connections/${connection.id}`,
      'connections',
      'callouts?limit=100',
      `external-actions/${action.id}`,
      `journeys/${journey.journeyId}/participants`,
    ])
      answers.push(await (await app.request(`/api/v1/${path}`, { key })).text())
    const csv = await app.request(`/api/v1/callouts/export?withBodies=true`, { key })
    answers.push(await csv.text())

    expect(target.requests.length).toBeGreaterThan(Object.keys(echoes).length)
    const shown = JSON.stringify(answers)
    expect(needles.filter((needle) => shown.includes(JSON.stringify(needle).slice(1, -1)))).toEqual([])
    expect(needles.filter((needle) => logged.includes(JSON.stringify(needle).slice(1, -1)))).toEqual([])
    expect(await rowsWith(needles)).toEqual([])
  })
})

test('the search finds a planted secret, so that finding none says something', async () => {
  await sql`insert into instance_settings (key, value, updated_at) values ('planted', ${`x${hex('S3cret-planted')}`}, now())`.execute(
    app.deps.db,
  )
  expect(await rowsWith(needlesOf('S3cret-planted'))).toHaveLength(1)
})
