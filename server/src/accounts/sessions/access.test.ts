import { TRPCError } from '@trpc/server'
import { afterAll, describe, expect, test } from 'vitest'
import { createTestApp } from '../../../test/test-app.ts'
import { type Role, roles } from '../../kernel/actor.ts'
import { openApiDocument } from '../../app/http/api-docs.ts'
import { createRest } from '../../kernel/http/rest.ts'
import { restRoutes } from '../../app/http/rest-routes.ts'
import { appRouter } from '../../app/http/router.ts'
import type { Access } from '../../kernel/http/trpc.ts'

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())

type Procedure = { _def: { type: string; meta?: { access?: Access } } }
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)

/** A new entry has to state why the procedure needs no signed-in user. */
const openProcedures = [
  'auth.acceptInvitation', // the secret in the link authorizes the request
  'auth.createOwner', // works once, before any account exists
  'auth.invitation', // the same secret shows who sent the invitation
  'auth.openPasswordLink', // the secret in the link authorizes the request
  'auth.requestPasswordMail', // who forgot the password cannot sign in
  'auth.resetPassword', // the secret in the link authorizes the request
  'auth.status', // decides which of the two pages is shown
]

describe('every tRPC procedure', () => {
  const closed = procedures.filter(([, procedure]) => procedure._def.meta?.access !== 'public')

  test.each(closed)('%s declares who may call it and refuses everybody below', async (name, procedure) => {
    const access = procedure._def.meta?.access as Role | 'signedIn' | undefined
    expect(access, `${name} is not built on one of our procedure builders`).toBeDefined()
    expect(await codeOf(name, null)).toBe('UNAUTHORIZED')
    // With that role the access check passes. The result for the empty input does not matter here.
    const below = access === undefined || access === 'signedIn' ? [] : rolesBelow(access)
    expect(await Promise.all(below.map((role) => codeOf(name, role)))).toEqual(below.map(() => 'FORBIDDEN'))
    const enough = access === undefined || access === 'signedIn' ? [] : [access]
    expect(await Promise.all(enough.map((role) => codeOf(name, role)))).not.toContain('FORBIDDEN')
  })

  test('is open to everybody only where that is meant', () => {
    const open = procedures.filter(([, procedure]) => procedure._def.meta?.access === 'public').map(([name]) => name)
    expect(open.toSorted()).toEqual(openProcedures)
  })
})

describe('every REST route', () => {
  const document = openApiDocument(createRest(restRoutes))
  const routes = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, { 'x-role'?: Role }>).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      role: operation['x-role'],
    })),
  )

  test('declares the least role that may call it', () => {
    expect(routes.filter(({ role }) => role === undefined || !roles.includes(role))).toEqual([])
  })

  for (const { method, path, role } of routes) {
    test(`${method} ${path} refuses everybody below ${role}`, async () => {
      const address = `/api/v1${path.replaceAll(/\{\w+\}/g, '01900000-0000-7000-8000-000000000000')}`
      const below = rolesBelow(role ?? 'viewer').filter((lesser) => lesser !== 'owner')
      const keys = [undefined, ...(await Promise.all(below.map((lesser) => app.apiKey(lesser))))]
      const answers = await Promise.all(keys.map((key) => app.request(address, { method, ...(key && { key }) })))
      expect(answers.map((answer) => answer.status)).toEqual([401, ...below.map(() => 403)])
    })
  }
})

function rolesBelow(role: Role): Role[] {
  return roles.slice(0, roles.indexOf(role))
}

/** Calls the procedure without input: the access check comes before the validation. */
async function codeOf(name: string, role: Role | null): Promise<string> {
  const procedure = name
    .split('.')
    .reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], app.caller(role)) as () => Promise<unknown>
  try {
    await procedure()
    return 'OK'
  } catch (error) {
    return error instanceof TRPCError ? error.code : String(error)
  }
}
