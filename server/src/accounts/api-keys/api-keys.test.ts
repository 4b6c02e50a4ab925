import { afterAll, expect, test } from 'vitest'
import { buildWorkspace } from '../../../test/factories.ts'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'
import { listApiKeys } from './list-api-keys.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import { apiKeyOperations } from './api-key.operations.ts'
import { calling } from '../../../test/call-operation.ts'

const createApiKey = calling(apiKeyOperations.create)

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())
const settings = (key: string) => app.request('/api/trpc/settings.get', { key })

test('a key works in its own workspace until it is revoked', async () => {
  const workspace = await buildWorkspace(app.deps, { name: 'Hotel' })
  const ctx = app.ctx('admin', workspace.id)
  const { apiKey, key } = await createApiKey(ctx, { name: 'nightly import', role: 'viewer' })
  expect((await jsonOf(await settings(key))).result.data.name).toBe('Hotel')

  await revokeApiKey(ctx, { id: apiKey.id })
  const refused = await settings(key)
  expect(refused.status).toBe(401)
  expect((await jsonOf(refused)).error.message).toContain('was revoked')
})

test('a key may come in X-API-TOKEN, which counts before any other way in', async () => {
  const ctx = app.ctx('admin', (await buildWorkspace(app.deps, { name: 'Inn' })).id)
  const { key } = await createApiKey(ctx, { name: 'script', role: 'viewer' })
  const get = (headers: Record<string, string>) => app.request('/api/v1/journeys', { headers })
  // A proxy in front may need Authorization for itself.
  const others: Record<string, string>[] = [
    {},
    { authorization: 'Basic dXNlcjpwYXNz' },
    { origin: 'https://a.example' },
  ]
  for (const more of others) expect((await get({ ...more, 'x-api-token': key })).status).toBe(200)
  const { cookie } = await app.session('owner')
  for (const wrong of ['', 'tbj_unknown', `${key}x`])
    expect((await get({ 'x-api-token': wrong, cookie, authorization: `Bearer ${key}` })).status).toBe(401)
})

test('the list shows when a key was used last, and never the key or its hash', async () => {
  const ctx = app.ctx('admin', (await buildWorkspace(app.deps)).id)
  const { key } = await createApiKey(ctx, { name: 'script' })
  expect((await listApiKeys(ctx))[0]).toMatchObject({ name: 'script', role: 'editor', lastUsedAt: null })
  await settings(key)
  const [listed] = await listApiKeys(ctx)
  expect(listed!.lastUsedAt).not.toBeNull()
  expect(key.startsWith(listed!.prefix)).toBe(true)
  expect(JSON.stringify(listed)).not.toContain(key)
  expect(JSON.stringify(listed)).not.toContain('hash')
})

test('an unknown key is refused, also beside a good session cookie', async () => {
  const { cookie } = await app.session('owner')
  for (const authorization of ['Bearer tbj_unknown', 'Basic dXNlcjpwYXNz', 'Bearer'])
    expect((await app.request('/api/trpc/settings.get', { headers: { cookie, authorization } })).status).toBe(401)
})

test('a key of another workspace cannot be revoked, nor can nonsense', async () => {
  const { apiKey } = await createApiKey(app.ctx('admin'), { name: 'mine' })
  const other = app.ctx('admin', (await buildWorkspace(app.deps)).id)
  for (const id of [apiKey.id, 'nonsense'])
    await expect(revokeApiKey(other, { id })).rejects.toMatchObject({ code: 'notFound' })
})

test('a key never has the role owner', async () => {
  const create = app.caller('owner').apiKeys.create({ name: 'root', role: 'owner' as never })
  await expect(create).rejects.toMatchObject({ code: 'UNPROCESSABLE_CONTENT' })
})
