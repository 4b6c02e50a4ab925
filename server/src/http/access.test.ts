import { TRPCError } from '@trpc/server'
import { afterAll, describe, expect, test } from 'vitest'
import { createTestApp } from '../../test/test-app.ts'
import { type Role, roles } from '../context.ts'
import { openApiDocument } from './api-docs.ts'
import { createRest } from './rest.ts'
import { restRoutes } from './rest-routes.ts'
import { appRouter } from './router.ts'
import type { Access } from './trpc.ts'

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())

type Procedure = { _def: { type: string; meta?: { access?: Access } } }
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)

/** Whoever adds one here says why nobody needs to be signed in for it. */
const openProcedures = [
  'auth.acceptInvitation', // the secret in the link stands for the inviter
  'auth.createOwner', // works once, before there is anybody who could sign in
  'auth.invitation', // the same secret shows who invites
  'auth.status', // decides which of the two pages is shown
]

function lesser(role: Role): Role | null {
  return roles[roles.indexOf(role) - 1] ?? null
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'OK'
  } catch (error) {
    return error instanceof TRPCError ? error.code : String(error)
  }
}

describe('every tRPC procedure', () => {
  test.each(procedures)('%s declares who may call it and refuses everybody below', async (name, procedure) => {
    const access = procedure._def.meta?.access
    expect(access, `${name} is not built on one of our procedure builders`).toBeDefined()
    if (access === 'public') return expect(openProcedures).toContain(name)

    const call = (role: Role | null) => {
      const target = name.split('.').reduce<any>((part, key) => part[key], app.caller(role))
      return codeOf(target())
    }
    expect(await call(null)).toBe('UNAUTHORIZED')
    if (access === 'signedIn') return
    const below = lesser(access as Role)
    if (below) expect(await call(below)).toBe('FORBIDDEN')
    expect(await call(access as Role)).not.toMatch(/FORBIDDEN|UNAUTHORIZED/)
  })

  test('is open to everybody only where that is meant', () => {
    const open = procedures.filter(([, procedure]) => procedure._def.meta?.access === 'public').map(([name]) => name)
    expect(open.toSorted()).toEqual(openProcedures)
  })
})

describe('every REST route', () => {
  const document = openApiDocument(createRest(restRoutes))
  const routes = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, { 'x-role'?: Role }>).map(
      ([method, operation]) => [method.toUpperCase(), path, operation['x-role']] as const,
    ),
  )

  test('declares the least role that may call it', () => {
    expect(routes.filter(([, , role]) => role === undefined || !roles.includes(role))).toEqual([])
  })

  for (const [method, path, role] of routes) {
    test(`${method} ${path} refuses everybody below ${role}`, async () => {
      const address = `/api/v1${path.replaceAll(/\{\w+\}/g, '01900000-0000-7000-8000-000000000000')}`
      expect((await app.request(address, { method })).status).toBe(401)
      const below = lesser(role ?? 'viewer')
      if (below && below !== 'owner')
        expect((await app.request(address, { method, key: await app.apiKey(below) })).status).toBe(403)
    })
  }
})
