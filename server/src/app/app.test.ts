import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createTestApp, jsonOf } from '../../test/test-app.ts'
import { webDist } from './http/web-files.ts'

const dist = mkdtempSync(path.join(tmpdir(), 'tabiji-dist-'))
mkdirSync(path.join(dist, 'assets'))
writeFileSync(path.join(dist, 'index.html'), '<!doctype html><title>Tabiji</title>')
writeFileSync(path.join(dist, 'assets', 'main-abc123.js'), 'export {}')
writeFileSync(path.join(dist, 'color-scheme.js'), '0')
const app = await createTestApp({ webDist: dist })
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  rmSync(dist, { recursive: true })
})

describe('health', () => {
  test('is live, and ready once database and queue answer, without a key', async () => {
    expect((await app.request('/health/live')).status).toBe(200)
    const response = await app.request('/health/ready')
    expect(response.status).toBe(200)
    expect(await jsonOf(response)).toEqual({ status: 'ok', database: true, queue: true })
  })

  test('is not ready before the queue was started', async () => {
    await using early = await createTestApp({ queue: false })
    // The databases of tests are created with this schema.
    await early.deps.pool.query('drop schema pgboss cascade')
    const response = await early.request('/health/ready')
    expect(response.status).toBe(503)
    expect(await jsonOf(response)).toMatchObject({ database: true, queue: false })
  })

  test('counts requests by route, not by address, for Prometheus', async () => {
    await app.request('/journeys/one')
    const text = await (await app.request('/metrics')).text()
    const routes = [...text.matchAll(/duration_seconds_count\{method="GET",route="([^"]+)"/g)].map((match) => match[1])
    expect(routes).toContain('/health/live')
    expect(routes).not.toContain('/journeys/one')
  })

  test('keeps metrics from other machines that have no key of an admin', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.7' }
    const foreign = [headers, { 'x-real-ip': '203.0.113.7' }, { forwarded: 'for=203.0.113.7' }, { via: '1.1 proxy' }]
    for (const each of [...foreign, { host: 'evil.example.com' }])
      expect((await app.request('/metrics', { headers: each })).status).toBe(404)
    expect((await app.request('/metrics', { headers, key: await app.apiKey('editor') })).status).toBe(403)
    expect((await app.request('/metrics', { headers, key: await app.apiKey('admin') })).status).toBe(200)
  })
})

test('metrics of a server with a public address need a key, because its proxy may add no header', async () => {
  await using published = await createTestApp({ queue: false, env: { publicUrl: 'https://journeys.example.com' } })
  expect((await published.request('/metrics')).status).toBe(404)
  expect((await published.request('/metrics', { headers: { host: '127.0.0.1:3000' } })).status).toBe(404)
  expect((await published.request('/metrics', { key: await published.apiKey('admin') })).status).toBe(200)
})

describe('the web app', () => {
  test('is served for every page of its own, and never kept by the browser', async () => {
    for (const page of ['/', '/journeys/123', '/settings/api-keys']) {
      const response = await app.request(page)
      expect(await response.text()).toContain('<title>Tabiji</title>')
      expect(response.headers.get('cache-control')).toBe('no-cache')
    }
  })

  test('has its hashed files kept for a year, the others asked for again', async () => {
    const hashed = await app.request('/assets/main-abc123.js')
    expect(hashed.headers.get('content-type')).toContain('javascript')
    expect(hashed.headers.get('cache-control')).toContain('immutable')
    expect((await app.request('/color-scheme.js')).headers.get('cache-control')).toBe('no-cache')
  })

  test('has no page for a file that is missing or an address of the API', async () => {
    expect((await app.request('/assets/old-000000.js')).status).toBe(404)
    expect((await app.request('/api/unknown')).status).toBe(404)
    expect((await app.request('/../../package.json')).headers.get('content-type')).not.toContain('application/json;')
  })

  test('web files: the default folder lies beside the vite config of the web app', () => {
    expect(existsSync(path.join(webDist, '../vite.config.ts'))).toBe(true)
  })

  test('says plainly when it was not built', async () => {
    await using bare = await createTestApp({ queue: false, webDist: path.join(dist, 'missing') })
    const response = await bare.request('/', { headers: { 'accept-language': 'ja' } })
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('npm run build')
  })

  test('may run only our own scripts and be framed by nobody', async () => {
    const policy = (await app.request('/')).headers.get('content-security-policy')
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
  })

  test('is asked for by https alone once it was reached by https, with all names below if that is set', async () => {
    const hsts = async (env: { publicUrl: string; hstsSubdomains?: boolean }) => {
      await using published = await createTestApp({ queue: false, env })
      return (await published.request('/health/live')).headers.get('strict-transport-security')
    }
    expect(await hsts({ publicUrl: 'http://127.0.0.1:3000' })).toBeNull()
    expect(await hsts({ publicUrl: 'https://journeys.example.com' })).toBe('max-age=31536000')
    expect(await hsts({ publicUrl: 'https://journeys.example.com', hstsSubdomains: true })).toBe(
      'max-age=31536000; includeSubDomains',
    )
  })
})

describe('a request from a browser', () => {
  const status = async (headers: Record<string, string>, init: RequestInit = {}) =>
    (await app.request('/api/trpc/auth.status', { ...init, headers })).status

  test('reaches us by both loopback names on any port, and by the public address', async () => {
    expect(await status({ host: 'localhost:4123' })).toBe(200)
    expect(await status({ host: '127.0.0.1:3000' })).toBe(200)
    expect(await status({ host: '[::1]:3000' })).toBe(200)
    await using published = await createTestApp({ queue: false, env: { publicUrl: 'https://journeys.example.com' } })
    expect((await published.request('/api/trpc/auth.status')).status).toBe(200)
  })

  test('with the name of another host is refused, which DNS rebinding would need', async () => {
    const response = await app.request('/api/trpc/auth.status', { headers: { host: 'evil.example:3000' } })
    expect(response.status).toBe(403)
    expect((await jsonOf(response)).detail).toMatch(/"evil.example:3000".*PUBLIC_URL/)
    expect(await status({ host: 'localhost.evil.example' })).toBe(403)
  })

  test('from the page of another site is refused when it would change something', async () => {
    const { cookie } = await app.session('owner')
    const post = (headers: Record<string, string>) =>
      app.request('/api/trpc/auth.setLocale', { json: { locale: 'ja' }, headers: { cookie, ...headers } })
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await post({ origin: 'null' })).status).toBe(403)
    expect((await post({ origin: 'http://127.0.0.1:9999' })).status).toBe(403)
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post({ origin: 'http://localhost:3000' })).status).toBe(200)
    expect((await post({ origin: 'http://127.0.0.1:3000' })).status).toBe(200)
  })
})
