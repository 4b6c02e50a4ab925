import { afterAll, describe, expect, test } from 'vitest'
import { createTestApp, jsonOf } from '../../../../test/test-app.ts'

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())

const editor = await app.apiKey('editor')
const importing = (json: object, init: { headers?: Record<string, string> } = {}) =>
  app.request('/api/v1/external-actions/import', { key: editor, json, ...init })

describe('POST /external-actions/import with a cURL command', () => {
  test('answers action, connection and notes, and saves nothing', async () => {
    const curl = `curl -k -X POST https://slack.com/api/chat.postMessage -H 'Authorization: Bearer xoxb-fake' --json '{"text":"Hi {name}"}'`
    const answer = await importing({ curl })
    expect(answer.status).toBe(200)
    expect(await jsonOf(answer)).toMatchObject({
      action: {
        method: 'POST',
        path: '/api/chat.postMessage',
        body: { kind: 'json', template: '{"text":"Hi {{name}}"}' },
        tokens: [{ name: 'name', required: true, sample: 'name' }],
      },
      connection: { baseUrl: 'https://slack.com', auth: { kind: 'bearer', token: 'xoxb-fake' } },
      notes: [expect.stringContaining('-k'), expect.stringContaining('Authorization'), expect.stringContaining('name')],
    })
    const caller = app.caller('editor')
    expect((await caller.externalActions.list({})).items).toEqual([])
    expect((await caller.connections.list({})).items).toEqual([])
  })

  test('a command that cannot be imported is 422, with what to do in the language of the caller', async () => {
    const answer = await importing(
      { curl: 'curl https://example.com -d @body.json' },
      { headers: { 'accept-language': 'ja' } },
    )
    expect(answer.status).toBe(422)
    const { code, issues } = await jsonOf(answer)
    expect(code).toBe('invalid')
    expect(issues).toMatchObject([{ code: 'curl.file', path: 'curl', message: expect.stringContaining('body.json') }])
    expect(issues[0].message).toContain('ファイルの内容に置き換えてください')
  })

  test('viewers may not import', async () => {
    const json = { curl: 'curl https://example.com' }
    const answer = await app.request('/api/v1/external-actions/import', { key: await app.apiKey('viewer'), json })
    expect(answer.status).toBe(403)
  })
})
