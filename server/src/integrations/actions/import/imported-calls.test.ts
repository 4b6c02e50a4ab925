import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { parseCurlCommand } from '@tabiji/shared/action-import/curl/parse-curl-command.ts'
import type { ImportedAuth } from '@tabiji/shared/action-import/imported-action.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { type ReceivedRequest, startCalloutServer } from '../../../../test/callout-server.ts'
import { createTestApp } from '../../../../test/test-app.ts'
import { calling } from '../../../../test/call-operation.ts'
import { externalActionOperations } from '../../../engagement/action-tests/external-action.operations.ts'
import { curlCases, type CurlCase } from './fixtures/curl-commands.ts'

const run = promisify(execFile)
const testUnsavedAction = calling(externalActionOperations.testUnsaved)
const server = await startCalloutServer()
const app = await createTestApp({ queue: false, env: { calloutAllow: [server.allow] } })
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

type Recording = ReceivedRequest[]
const kept = path.join(import.meta.dirname, 'fixtures/curl-requests.json')
const hasCurl = await run('bash', ['-c', 'command -v curl']).then(
  () => true,
  () => false,
)
// On a machine without curl, the requests recorded earlier are used.
const recording = hasCurl ? await recordCurl() : (JSON.parse(await readFile(kept, 'utf8')) as Recording)

test.runIf(hasCurl)('what curl sent is kept for machines without one', async () => {
  await expect(`${JSON.stringify(recording, null, 2)}\n`).toMatchFileSnapshot(kept)
})

describe('an imported command makes the call that curl makes', () => {
  test.each(curlCases.map((entry): [string, CurlCase] => [entry.title, entry]))('%s', async (_title, entry) => {
    const imported = parseCurlCommand(entry.command)
    if (!imported.ok) throw new Error(JSON.stringify(imported.error))
    const { action, connection } = imported.value

    const byCurl = recording[curlCases.indexOf(entry)] as ReceivedRequest
    const tokens = Object.fromEntries(
      action.tokens.map(({ name, sample }) => [name, entry.values?.[name] ?? sample ?? '']),
    )
    const input = { action, tokens, connection: { baseUrl: server.url, auth: filled(connection.auth, byCurl) } }
    const result = await testUnsavedAction(app.ctx('editor'), input as never)
    expect(result.outcome, JSON.stringify(result)).toBe('succeeded')
    const byUs = server.requests.at(-1) as ReceivedRequest
    expect(comparable(byUs, byCurl, entry)).toEqual(comparable(byCurl, byCurl, entry))
  })
})

/**
 * Runs every command with the real curl in one shell and returns the requests. Random or machine-specific values are
 * left out.
 */
async function recordCurl(): Promise<Recording> {
  const lines = curlCases.map(({ command, sameAs }, index) => {
    const led = (sameAs ?? command).replace(
      /https:\/\/([^/\s"'?#@]*@)?[\w.-]+(:\d+)?(?=[/\s"'?]|$)/,
      (_all, userInfo: string | undefined) => server.url.replace('//', `//${userInfo ?? ''}`),
    )
    const names = new Set([...led.matchAll(/\$\{?([A-Za-z_]\w*)(?!\w*:-)/g)].map((match) => match[1] ?? ''))
    const values = [...names].map((name) => `${name}=${{ SCORE: '1', isFinal: 'true' }[name] ?? name}\n`)
    return `(\n${values.join('')}CASE=${index}\n${led.replace(/^\$ /m, '')}\n)\n`
  })
  const script = `curl() { command curl --max-time 20 -H "X-Case: $CASE" "$@"; }\n${lines.join('')}`
  await run('bash', ['-c', script], { env: { PATH: '/usr/bin:/bin', no_proxy: '*', LC_ALL: 'C.UTF-8' } })
  const requests = server.requests.splice(0)
  return curlCases.map((_case, index) => {
    const found = requests.filter(({ headers }) => headers['x-case'] === String(index))
    expect(found.length, curlCases[index]?.title).toBe(1)
    const { headers, ...request } = found[0] as ReceivedRequest
    const { 'x-case': _index, host: _host, ...told } = headers
    if (told['user-agent']?.startsWith('curl/')) delete told['user-agent']
    if (told['accept'] === '*/*') delete told['accept']
    const boundary = /^multipart.*boundary=(-+[\w]{16,})$/.exec(told['content-type'] ?? '')?.[1]
    const text = JSON.stringify({ ...request, headers: told })
    return JSON.parse(boundary === undefined ? text : text.replaceAll(boundary, 'boundary')) as ReceivedRequest
  })
}

/** A secret that the command leaves open is empty after the import. It is filled with the value that curl sent. */
function filled(auth: ImportedAuth, { headers }: ReceivedRequest): object {
  const authorization = headers['authorization'] ?? ''
  if (auth.kind === 'bearer' && auth.token === '') return { ...auth, token: authorization.replace(/^\S+\s+/, '') }
  if (auth.kind !== 'basic' || auth.password !== '') return auth
  const login = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString()
  return { ...auth, password: login.replace(/^[^:]*:/, '') }
}

// Headers set by the HTTP client or the transport, and the `sec-*` headers of browsers, which the import leaves out on
// purpose.
const ofClient = /^(host|connection|content-length|accept-encoding|expect|idempotency-key|content-type|sec-.*)$/

function comparable(request: ReceivedRequest, byCurl: ReceivedRequest, { differs }: CurlCase) {
  const url = new URL(request.path, 'http://server')
  const isTold = (name: string) => !/^(accept|user-agent)$/.test(name) || byCurl.headers[name] !== undefined
  const type = request.headers['content-type']?.replace(/;\s*(boundary|charset)=.*/i, '').toLowerCase()
  return {
    method: request.method,
    path: decodeURI(url.pathname).replace(/\/$/, ''),
    // The import adds an API key of the connection as the last parameter, so the order is normalised.
    query: [...url.searchParams].sort(([a], [b]) => a.localeCompare(b)),
    headers: Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => !ofClient.test(name) && isTold(name)),
    ),
    ...(differs !== 'contentType' && (request.body !== '' || request.method === 'GET') && { type }),
    body: comparableBody(request),
  }
}

function comparableBody({ body, headers }: ReceivedRequest): unknown {
  const type = headers['content-type'] ?? ''
  if (type.startsWith('multipart/')) {
    const boundary = /boundary=(.*)$/.exec(type)?.[1] ?? ''
    return body
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((part) => part.trim())
  }
  try {
    return JSON.parse(body)
  } catch {
    if (type.includes('x-www-form-urlencoded') && body.includes('=')) return [...new URLSearchParams(body)]
    return body
  }
}
