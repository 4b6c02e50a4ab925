import type { Hono } from 'hono'
import { type AppOptions, createApp } from '../src/app/app.ts'
import { createApiKey } from '../src/accounts/api-keys/create-api-key.ts'
import { createAuth } from '../src/accounts/sessions/auth.ts'
import type { Ctx } from '../src/kernel/context.ts'
import type { Role } from '../src/kernel/actor.ts'
import type { MissingAudits } from '../src/kernel/operations/missing-audit.ts'
import { openDatabase } from '../src/kernel/db/database.ts'
import { type Deps } from '../src/kernel/deps.ts'
import { buildDeps, closeDeps } from '../src/app/build-deps.ts'
import type { Env } from '../src/kernel/env.ts'
import type { AppEnv } from '../src/kernel/http/app-env.ts'
import type { Caller } from '../src/kernel/actor.ts'
import { appRouter } from '../src/app/http/router.ts'
import { localClient } from '../src/kernel/http/requests/client-address.ts'
import { createCallerFactory } from '../src/kernel/http/trpc.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { buildUser, buildWorkspace, testPassword } from './factories.ts'
import { createTestDatabase } from './test-database.ts'
import { testEnv } from './test-env.ts'
import type { Workspace } from '../src/accounts/workspaces/workspace.types.ts'

const createCaller = createCallerFactory(appRouter)

export type TestApp = AsyncDisposable & {
  deps: Deps
  hono: Hono<AppEnv>
  /** A workspace that exists from the start; `ctx`, `caller`, `apiKey` and `session` belong to it. */
  workspace: Workspace
  connectionString: string
  /** An HTTP request without a port; `json` becomes the body. */
  request(path: string, init?: RequestInit & { json?: unknown; key?: string }): Promise<Response>
  /** A context for calling verbs. */
  ctx(role?: Role, workspaceId?: string): Ctx
  /** For calling tRPC procedures; null is a caller who is not signed in. */
  caller(role: Role | null, options?: { workspaceId?: string; locale?: Locale }): ReturnType<typeof createCaller>
  apiKey(role?: 'admin' | 'editor' | 'viewer', workspaceId?: string): Promise<string>
  /** Signs in a new member and returns the cookie header. */
  session(role: Role): Promise<{ cookie: string; userId: string; email: string }>
}

export type TestAppOptions = AppOptions & {
  env?: Partial<Env>
  /** Replacements for the real parts, such as a clock that a test can move. */
  deps?: Partial<Deps>
  /** False does not start the queue: faster, for tests that enqueue nothing. */
  queue?: boolean
}

/** The body of an answer, to be looked into by assertions. */
// oxlint-disable-next-line typescript/no-explicit-any -- an assertion says what it expects; a type would say it twice
export function jsonOf(response: Response): Promise<any> {
  return response.json()
}

/** In a test a missing audit entry fails the call. */
const refuseMissingAudits: MissingAudits = {
  report({ audit, operation }) {
    throw new Error(`The operation ${operation} succeeded without its audit entry ${JSON.stringify(audit)}`)
  },
  total: 0,
}

/** The whole server on a database of its own: `await using app = await createTestApp()`. */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const database = await createTestDatabase()
  const open = openDatabase(database.connectionString, { maxConnections: 10 })
  const env = testEnv({ databaseUrl: database.connectionString, ...options.env })
  const deps = buildDeps(env, open, { missingAudits: refuseMissingAudits, ...options.deps })
  const withQueue = options.queue ?? true
  if (withQueue) await deps.queue.start()
  const hono = createApp(deps, options)
  const auth = createAuth(deps)
  const workspace = await buildWorkspace(deps)

  const ctx = (role: Role = 'owner', workspaceId = workspace.id): Ctx => ({
    ...deps,
    workspaceId,
    actor: { kind: 'user', id: null, name: `Test ${role}` },
    role,
    locale: 'en',
  })

  const request: TestApp['request'] = async (path, { json, key, ...init } = {}) => {
    const headers = new Headers(init.headers)
    if (!headers.has('host')) headers.set('host', new URL(env.publicUrl).host)
    if (json !== undefined) headers.set('content-type', 'application/json')
    if (key !== undefined) headers.set('authorization', `Bearer ${key}`)
    return hono.request(path, {
      ...init,
      method: init.method ?? (json === undefined ? 'GET' : 'POST'),
      headers,
      ...(json !== undefined && { body: JSON.stringify(json) }),
    })
  }

  return {
    deps,
    hono,
    workspace,
    connectionString: database.connectionString,
    request,
    ctx,
    caller(role, { workspaceId = workspace.id, locale = 'en' } = {}) {
      const caller: Caller | null = role && {
        actor: { kind: 'user', id: null, name: `Test ${role}` },
        user: null,
        membership: { workspaceId, role },
      }
      return createCaller({ ...deps, auth, caller, locale, client: localClient, headers: new Headers() })
    },
    async apiKey(role = 'admin', workspaceId = workspace.id) {
      return (await createApiKey(ctx('owner', workspaceId), { name: `${role} key`, role })).key
    },
    async session(role) {
      const user = await buildUser(deps, { workspaceId: workspace.id, role })
      const response = await request('/api/auth/sign-in/email', { json: { email: user.email, password: testPassword } })
      if (!response.ok) throw new Error(`sign-in answered ${response.status}: ${await response.text()}`)
      const cookie = response.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ')
      return { cookie, userId: user.id, email: user.email }
    },
    async [Symbol.asyncDispose]() {
      if (withQueue) await deps.queue.stop(2000)
      await closeDeps(deps)
      await open.close()
      await database.drop()
    },
  }
}
