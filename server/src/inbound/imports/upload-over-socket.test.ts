import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'

let app: TestApp
let key: string
let server: ReturnType<typeof serve>
let journeyId: string

beforeAll(async () => {
  app = await createTestApp()
  key = await app.apiKey('editor')
  server = serve({ fetch: app.hono.fetch, port: 0, hostname: '127.0.0.1' })
  if (!server.listening) await once(server, 'listening')
  journeyId = (await createJourney(app.ctx(), { name: 'Upload test' })).id
})
afterAll(async () => {
  server.close()
  await app[Symbol.asyncDispose]()
})

function open(headers: Record<string, string> = {}) {
  const { port } = server.address() as AddressInfo
  const request = http.request({
    host: '127.0.0.1',
    port,
    path: `/api/v1/bulk/journeys/${journeyId}/participants`,
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv', ...headers },
  })
  request.on('error', () => {})
  return request
}

async function answerOf(request: http.ClientRequest) {
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  let text = ''
  for await (const chunk of response) text += String(chunk)
  return { status: response.statusCode, body: JSON.parse(text) as Record<string, any> }
}

it('answers a file that is refused at its beginning while it is still being sent', async () => {
  const request = open()
  const answer = answerOf(request)
  request.write('name,score\n')
  const filler = 'Aiko,9\n'.repeat(10_000)
  const pump = setInterval(() => request.write(filler), 1)
  try {
    expect(await answer).toMatchObject({ status: 422, body: { issues: [{ code: 'csv.requiredUnmapped' }] } })
  } finally {
    clearInterval(pump)
    request.destroy()
  }
})

it('answers a file that was sent in full before it was refused', async () => {
  const request = open()
  request.end(`name,score\n${'Aiko,9\n'.repeat(500_000)}`)
  expect(await answerOf(request)).toMatchObject({ status: 422 })
})

it('upload: an aborted request leaves no staged rows', async () => {
  const request = open()
  request.write('email\n')
  for (let index = 0; index < 100; index++) request.write('somebody@example.com\n'.repeat(1000))
  const newest = () =>
    app.deps.db
      .selectFrom('imports')
      .select(['id', 'status', 'error'])
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
  await vi.waitFor(async () => expect(await newest()).toMatchObject({ status: 'uploading' }), 15_000)
  request.destroy()
  await vi.waitFor(async () => expect((await newest()).status).toBe('failed'), 15_000)
  const { id, error } = await newest()
  expect(error).toMatchObject([{ code: 'csv.uploadBroken' }])
  const staged = await app.deps.db
    .selectFrom('import_rows')
    .select('line')
    .where('import_id', '=', id)
    .limit(1)
    .execute()
  expect(staged).toEqual([])
})

it('upload: files whose senders stand still hold no connection, and a workspace may send a few at once', async () => {
  const uploading = async () => {
    const { count } = await app.deps.db
      .selectFrom('imports')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('status', '=', 'uploading')
      .executeTakeFirstOrThrow()
    return count
  }
  const stalled = Array.from({ length: 4 }, () => open())
  for (const request of stalled) {
    request.write('email\n')
    request.write('somebody@example.com\n'.repeat(100_000))
  }
  await vi.waitFor(async () => expect(await uploading()).toBe(4), 15_000)
  const { pool } = app.deps
  await vi.waitFor(() => expect(pool.totalCount - pool.idleCount).toBe(0), 15_000)
  expect(pool.waitingCount).toBe(0)

  const oneTooMany = open()
  const refused = answerOf(oneTooMany)
  oneTooMany.end('email\n')
  expect(await refused).toMatchObject({ status: 429, body: { code: 'limitReached' } })

  for (const request of stalled) request.destroy()
  await vi.waitFor(async () => expect(await uploading()).toBe(0), 15_000)
  const next = open()
  const answer = answerOf(next)
  next.end('email\nsomebody@example.com\n')
  expect(await answer).toMatchObject({ status: 202 })
})

it('upload: a form of many megabytes is read in constant memory', async () => {
  const request = open({ 'content-type': 'multipart/form-data; boundary=xyz' })
  const answer = answerOf(request)
  const before = process.memoryUsage().rss
  request.write(
    '--xyz\r\ncontent-disposition: form-data; name="file"; filename="big.csv"\r\ncontent-type: text/csv\r\n\r\n',
  )
  request.write('email,firstName\n')
  for (let block = 0; block < 60; block++) {
    let rows = ''
    for (let index = 0; index < 5000; index++) rows += `p${block}-${index}@example.com,${'x'.repeat(150)}\n`
    if (!request.write(rows)) await once(request, 'drain')
  }
  request.end('\r\n--xyz--\r\n')
  const { status, body } = await answer
  expect(status).toBe(202)
  const state = await app.request(`/api/v1/imports/${body.importId}`, { key })
  expect(await state.json()).toMatchObject({ rows: 300_000, fileName: 'big.csv' })
  expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(200)
})
