import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'
import { notFound, ServiceError } from '../../kernel/errors.ts'
import { decodeCursor, pageInput, pageOf, toPage } from '../../kernel/http/page.ts'
import type { AddRoute } from '../../kernel/http/rest.ts'

const fruits = ['apple', 'banana', 'cherry', 'damson', 'elderberry'].map((name, index) => ({ id: index, name }))
const fruit = z.object({ id: z.number(), name: z.string() })

function fruitRoutes(add: AddRoute): void {
  add({
    method: 'get',
    path: '/fruits',
    role: 'viewer',
    tag: 'Fruits',
    summary: 'List fruits',
    query: pageInput,
    response: pageOf(fruit),
    async handler({ query }) {
      const after = decodeCursor(query.cursor, z.tuple([z.number()]))?.[0] ?? -1
      const rows = fruits.filter((row) => row.id > after).slice(0, query.limit + 1)
      return toPage(
        rows,
        query.limit,
        (row) => [row.id],
        (row) => row,
      )
    },
  })
  add({
    method: 'post',
    path: '/fruits',
    role: 'editor',
    tag: 'Fruits',
    summary: 'Add a fruit',
    body: z.object({ name: z.string().min(2), colours: z.array(z.string()).optional() }),
    maxBodyBytes: 200,
    status: 201,
    response: fruit,
    handler: async ({ body, ctx }) => ({ id: ctx.actor.kind === 'apiKey' ? 1 : 0, name: body.name }),
  })
  add({
    method: 'get',
    path: '/fruits/{id}',
    role: 'viewer',
    tag: 'Fruits',
    summary: 'One fruit',
    params: z.object({ id: z.string() }),
    response: fruit,
    async handler({ params }) {
      if (params.id === 'rotten') throw new Error('password=hunter2')
      if (params.id === 'busy') throw new ServiceError('limitReached', { params: { seconds: 7 }, retryAfterSeconds: 7 })
      throw notFound('journey')
    },
  })
  add({
    method: 'delete',
    path: '/fruits/{id}',
    role: 'admin',
    tag: 'Fruits',
    summary: 'Remove',
    status: 204,
    handler: async () => {},
  })
}

const logged: string[] = []
const app = await createTestApp({ queue: false, restRoutes: [fruitRoutes] })
app.deps.log.error = ((...args: unknown[]) => logged.push(JSON.stringify(args))) as never
const key = await app.apiKey('admin')
afterAll(() => app[Symbol.asyncDispose]())

describe('a REST request', () => {
  test('is answered for a key of the role', async () => {
    const response = await app.request('/api/v1/fruits', { json: { name: 'fig' }, key })
    expect(response.status).toBe(201)
    expect(await jsonOf(response)).toEqual({ id: 1, name: 'fig' })
    expect((await app.request('/api/v1/fruits/1', { method: 'DELETE', key })).status).toBe(204)
  })

  test('without a key is a 401 problem that says how to send one', async () => {
    const response = await app.request('/api/v1/fruits')
    expect(response.status).toBe(401)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await jsonOf(response)).toMatchObject({ code: 'unauthenticated', detail: expect.stringContaining('Bearer') })
  })

  test('with a role below is a 403 problem that names both roles, before its body is looked at', async () => {
    const response = await app.request('/api/v1/fruits', { json: { nonsense: true }, key: await app.apiKey('viewer') })
    expect(response.status).toBe(403)
    expect((await jsonOf(response)).detail).toMatch(/"viewer".*"editor"/)
  })

  test('with a body that is no JSON is a 400 problem', async () => {
    const response = await app.request('/api/v1/fruits', { method: 'POST', body: '{"name":', key })
    expect(response.status).toBe(400)
    expect(await jsonOf(response)).toMatchObject({ code: 'badRequest', detail: expect.stringContaining('not JSON') })
  })

  test('with wrong values is a 422 problem whose issues name the path', async () => {
    const response = await app.request('/api/v1/fruits', { json: { name: 'x', colours: ['red', 3] }, key })
    expect(response.status).toBe(422)
    const problem = await jsonOf(response)
    expect(problem.code).toBe('invalid')
    expect(problem.issues).toEqual([
      { code: 'input.invalid', severity: 'error', path: 'name', message: expect.stringContaining('>=2 characters') },
      {
        code: 'input.invalid',
        severity: 'error',
        path: 'colours[1]',
        message: expect.stringContaining('expected string, received number'),
      },
    ])
  })

  test('is refused in Japanese where the caller asks for it', async () => {
    const headers = { 'accept-language': 'fr;q=0.3, ja-JP, en;q=0.5' }
    const problem = await jsonOf(await app.request('/api/v1/fruits', { json: { name: 5 }, key, headers }))
    expect(problem.title).toBe('正しくない値')
    expect(problem.issues[0].message).toBe('無効な入力: stringが期待されましたが、数値が入力されました')
  })

  test('that is too large is a 413 problem that names the limit and the size', async () => {
    const response = await app.request('/api/v1/fruits', { json: { name: 'x'.repeat(500) }, key })
    expect(response.status).toBe(413)
    expect((await jsonOf(response)).detail).toMatch(/200 bytes, received \d{3} bytes/)
  })

  test('for what is not there is a 404 problem that names the thing', async () => {
    const response = await app.request('/api/v1/fruits/none', { key })
    expect(response.status).toBe(404)
    expect((await jsonOf(response)).detail).toContain('This journey does not exist')
    expect((await app.request('/api/v1/nothing-here', { key })).status).toBe(404)
  })

  test('that meets a limit says when to come back', async () => {
    const response = await app.request('/api/v1/fruits/busy', { key })
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('7')
  })

  test('that meets a bug gets a reference and nothing from inside, which the log has', async () => {
    const response = await app.request('/api/v1/fruits/rotten', { key })
    expect(response.status).toBe(500)
    const text = await response.text()
    expect(text).not.toContain('hunter2')
    const { reference } = JSON.parse(text)
    expect(logged.some((line) => line.includes(reference))).toBe(true)
  })
})

describe('a list', () => {
  test('is paged by cursor without losing or repeating anything', async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query = new URLSearchParams({ limit: '2', ...(cursor && { cursor }) })
      const page = await jsonOf(await app.request(`/api/v1/fruits?${query}`, { key }))
      seen.push(...page.items.map((item: { name: string }) => item.name))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual(fruits.map((row) => row.name))
  })

  test('refuses a cursor that is not its own', async () => {
    const response = await app.request('/api/v1/fruits?cursor=WyJ4Il0', { key })
    expect(response.status).toBe(400)
    expect((await jsonOf(response)).detail).toContain('nextCursor')
  })

  test('refuses a limit beyond the largest page', async () => {
    const response = await app.request('/api/v1/fruits?limit=100000', { key })
    expect(response.status).toBe(422)
    expect((await jsonOf(response)).issues[0].path).toBe('limit')
  })
})

describe('the documentation', () => {
  test('is an OpenAPI 3.1 document made from the same schemas', async () => {
    const document = await jsonOf(await app.request('/api/v1/openapi.json'))
    expect(document.openapi).toBe('3.1.0')
    const operation = document.paths['/fruits'].post
    expect(operation['x-role']).toBe('editor')
    expect(operation.requestBody.content['application/json'].schema.required).toEqual(['name'])
    expect(operation.responses.default.content['application/problem+json'].schema.$ref).toBe(
      '#/components/schemas/Problem',
    )
  })

  test('is a page that loads nothing from other hosts', async () => {
    const page = await (await app.request('/api/docs')).text()
    expect(page).toContain('/fruits/{id}')
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//)
    expect(page).not.toContain('<script')
  })
})

describe('GET /api/v1/schemas/journey.json', () => {
  test('describes a journey document with the config of every kind of step', async () => {
    await using app = await createTestApp({ queue: false })
    const schema = await jsonOf(await app.request('/api/v1/schemas/journey.json'))
    const kinds = schema.properties.nodes.items.anyOf.map(
      (node: { properties: { kind: { const: string } } }) => node.properties.kind.const,
    )
    expect(kinds).toEqual(expect.arrayContaining(['callApi', 'conditionalWait', 'entry', 'waitTimer']))
    expect(JSON.stringify(schema)).toContain('externalActionId')
  })
})
