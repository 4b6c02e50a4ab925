import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { secretPlaceholder, formatCurlCommand } from '@tabiji/shared/http-call/request/format-curl-command.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { buildConnection, buildExternalAction } from '../../../test/callout-factories.ts'
import { startCalloutServer } from '../../../test/callout-server.ts'
import { createTestApp } from '../../../test/test-app.ts'
import { settingsOperations } from '../../accounts/settings/settings.operations.ts'
import { externalActionOperations } from './external-action.operations.ts'
import { type InputOf, calling } from '../../../test/call-operation.ts'

type CreateExternalActionInput = InputOf<typeof externalActionOperations.create>

const testExternalAction = calling(externalActionOperations.test)
const updateWorkspaceSettings = calling(settingsOperations.update)

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())
const ctx = app.ctx('owner')
const run = promisify(execFile)
const hasCurl = ['curl', 'bash'].every((command) => spawnSync(command, ['--version']).status === 0)

const nasty = `$(touch /tmp/x) \`id\` "q" 'q' \\ %s !! {{ & ; | > \n é 日本 🙂`

describe.skipIf(!hasCurl)('the command copied from a test, run by bash and curl, sends the same request', () => {
  test.each<[string, Partial<CreateExternalActionInput>]>([
    ['as JSON', { body: { kind: 'json', template: '{"text":"{{text}}"}' } }],
    ['as a form', { body: { kind: 'form', template: 'text={{text}}&fixed=a+b' } }],
    ['as XML', { body: { kind: 'xml', template: '<a b="1">{{text}}</a>' } }],
    ['as text with tabs', { body: { kind: 'text', template: 'one\ttwo {{text}}' } }],
    [
      'in the query',
      { method: 'GET', path: '/search', query: [{ name: 'q[0]', value: '{{text}}' }], body: { kind: 'none' } },
    ],
    ['in the path', { method: 'DELETE', path: '/notes/{{text}}', body: { kind: 'none' } }],
    ['as multipart', { body: { kind: 'multipart', template: 'text={{text}}&to=me' } }],
  ])('%s', async (_place, options) => {
    await using target = await startCalloutServer()
    await updateWorkspaceSettings(ctx, { calloutAllow: [target.allow] })
    const connection = await buildConnection(ctx, {
      baseUrl: target.url,
      auth: { kind: 'secretHeaders', headers: [{ name: 'x-secret', value: 's3cret-token' }] },
    })
    const action = await buildExternalAction(ctx, {
      connectionId: connection.id,
      tokens: [{ name: 'text', type: 'text', required: true }],
      extract: [],
      ...options,
    })
    const { request } = await testExternalAction(ctx, { id: action.id, tokens: { text: nasty } })
    const command = formatCurlCommand(request!)
    expect(command).not.toContain('s3cret-token')
    await run('bash', ['-c', command.replaceAll(secretPlaceholder, 's3cret-token')])
    const [sent, copied] = target.requests
    const comparable = ({ method, path, headers, body }: NonNullable<typeof sent>) => {
      const { connection: _c, 'content-length': _l, host: _h, ...rest } = headers
      const boundary = /boundary=(\S+)/.exec(rest['content-type'] ?? '')?.[1]
      const part = (text = '') => (boundary ? text.replaceAll(boundary, 'B') : text)
      return { method, path, headers: { ...rest, 'content-type': part(rest['content-type']) }, body: part(body) }
    }
    expect(comparable(copied!)).toEqual(comparable(sent!))
  })
})
