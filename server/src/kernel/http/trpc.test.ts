import { afterAll, describe, expect, test } from 'vitest'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'

const logged: string[] = []
const app = await createTestApp({ queue: false })
app.deps.log.error = ((...args: unknown[]) => logged.push(JSON.stringify(args))) as never
const key = await app.apiKey('admin')
afterAll(() => app[Symbol.asyncDispose]())

describe('a refused tRPC call', () => {
  test('says which value is wrong, where and in the language of the caller', async () => {
    const json = { name: '', role: 'king' }
    const headers = { 'accept-language': 'ja' }
    const response = await app.request('/api/trpc/apiKeys.create', { json, key, headers })
    expect(response.status).toBe(422)
    const { error } = await jsonOf(response)
    expect(error.message).toContain('正しくない値があります')
    expect(error.data).toMatchObject({
      code: 'invalid',
      title: '正しくない値',
      issues: [
        { path: 'name', message: '小さすぎる値: stringは1文字以上である必要があります' },
        { path: 'role', message: expect.stringContaining('"viewer"、"editor"、"admin"') },
      ],
    })
  })

  test('with a body that is no JSON is the fault of the caller, not a bug', async () => {
    const headers = { 'content-type': 'application/json' }
    const response = await app.request('/api/trpc/apiKeys.create', { method: 'POST', body: '{', key, headers })
    expect(response.status).toBe(400)
    expect((await jsonOf(response)).error.data.code).toBe('badRequest')
    expect(logged).toEqual([])
  })

  test('of a procedure that is not there is not found', async () => {
    const response = await app.request('/api/trpc/apiKeys.explode', { key })
    expect(response.status).toBe(404)
    expect((await jsonOf(response)).error.data.code).toBe('notFound')
  })

  test('that meets a bug gets a reference and nothing from inside', async () => {
    // PostgreSQL rejects an id of that form with its own error.
    const { ids } = app.deps
    const uuid = ids.uuid
    ids.uuid = () => 'no uuid'
    const response = await app.request('/api/trpc/apiKeys.create', { json: { name: 'x' }, key })
    ids.uuid = uuid
    expect(response.status).toBe(500)
    const { error } = await jsonOf(response)
    expect(error.data.code).toBe('bug')
    expect(error.message).toContain(error.data.reference)
    expect(JSON.stringify(error)).not.toContain('no uuid')
    expect(logged.some((line) => line.includes(error.data.reference))).toBe(true)
  })
})
