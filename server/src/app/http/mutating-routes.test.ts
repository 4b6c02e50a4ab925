import { afterAll, expect, test } from 'vitest'
import { createTestApp } from '../../../test/test-app.ts'
import { uploadRoutes } from '../../inbound/imports/import.rest.ts'
import { declaredActions } from '../../kernel/operations/audit-declaration.ts'
import type { Operation } from '../../kernel/operations/define-operation.ts'
import { operations } from './operations.ts'

// What changes something without being an operation. `operations.test.ts` walks the operations themselves.

const app = await createTestApp()
afterAll(() => app[Symbol.asyncDispose]())

const owner = app.caller('owner')
const key = await app.apiKey('admin')

/**
 * Why a route that is no operation leaves no audit entry. Each is called once and must leave none. Callbacks and answers that
 * reach somebody have tests of their own.
 */
const unaudited: Record<string, { reason: string; call: () => Promise<Response> }> = {
  'POST /api/auth/*': {
    reason: 'who signs in or out does so for themselves and in no workspace',
    call: async () => {
      const { cookie } = await app.session('viewer')
      const origin = app.deps.config.publicUrl
      return app.request('/api/auth/sign-out', { json: {}, headers: { cookie, origin } })
    },
  },
  'POST /api/v1/events/:endpointId': {
    reason: 'what comes from outside is kept as an event of its own, with when it came and what it did',
    call: async () => {
      const { endpoint, key } = await owner.events.create({ name: 'Orders', topic: 'orders' })
      return app.request(`/api/v1/events/${endpoint.id}`, { json: { id: '1' }, key })
    },
  },
  'POST /c/:token': { reason: 'a callback is kept with the call that it is about', call: () => callback('POST') },
  'PUT /c/:token': { reason: 'a callback is kept with the call that it is about', call: () => callback('PUT') },
  'PATCH /c/:token': { reason: 'a callback is kept with the call that it is about', call: () => callback('PATCH') },
  'POST /s/:token': {
    reason: "an answer is a participant's and kept as an answer to the survey",
    call: () => app.request('/s/AAAAAAAAAAAAAAAAAAAAAA', { method: 'POST', body: new URLSearchParams({ score: '9' }) }),
  },
  'POST /demo/echo': {
    reason: 'it answers with what it got and changes nothing',
    call: () => app.request('/demo/echo', { json: {} }),
  },
}

const callback = (method: string) => app.request('/c/AAAAAAAAAAAAAAAAAAAAAA', { method, json: { result: 'ok' } })

const csv = (path: string) =>
  app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: `email,score\naiko${path.length}@example.com,9\n`,
    key,
  })
const journeyId = (await owner.journeys.createSample()).id

const streamed: Record<string, () => Promise<Response>> = {
  'POST /bulk/journeys/{id}/participants': () => csv(`/api/v1/bulk/journeys/${journeyId}/participants`),
  'POST /bulk/journeys/{id}/exclusions': () => csv(`/api/v1/bulk/journeys/${journeyId}/exclusions`),
  'POST /journeys/{id}/imports': () => csv(`/api/v1/journeys/${journeyId}/imports`),
}

const nameOf = ({ method, path }: { method: string; path: string }) => `${method.toUpperCase()} ${path}`
const mutatingStreams = uploadRoutes.map(({ route }) => route).filter(({ kind }) => kind === 'mutation')

test('every route that may change something is an operation, declares its audit entry, or says here why it has none', () => {
  const ofOperations = Object.values(operations).flatMap((ofEntity) =>
    Object.values(ofEntity as Record<string, Operation>).flatMap(({ definition: { rest } }) =>
      rest ? [nameOf(rest)] : [],
    ),
  )
  const declared = new Set(
    [...ofOperations, ...mutatingStreams.map(nameOf)].map((name) =>
      name.replace(' ', ' /api/v1').replaceAll(/\{(\w+)\}/g, ':$1'),
    ),
  )
  const mutating = app.hono.routes.filter(({ method }) => !['GET', 'ALL'].includes(method)).map(nameOf)
  const left = new Set(mutating.filter((name) => !declared.has(name)))
  expect([...left].toSorted()).toEqual(Object.keys(unaudited).toSorted())
  expect(Object.keys(streamed).toSorted()).toEqual(mutatingStreams.map(nameOf).toSorted())
})

test.each(Object.entries(unaudited))('%s leaves no audit entry', async (_name, { reason, call }) => {
  expect(reason.length).toBeGreaterThan(20)
  const [response, written] = await entriesOf(call)
  expect(response.status).toBeLessThan(500)
  expect(written.filter((action) => action !== 'eventEndpointCreated')).toEqual([])
})

test.each(mutatingStreams.map((route) => [nameOf(route), route] as const))(
  '%s leaves the audit entry that it declares, or none where it says why',
  async (name, { audit }) => {
    const [response, written] = await entriesOf(streamed[name]!)
    expect(response.ok).toBe(true)
    const allowed: readonly string[] = declaredActions(audit!)
    expect(written.length > 0).toBe(allowed.length > 0)
    expect(written.filter((action) => !allowed.includes(action))).toEqual([])
  },
)

/** The response, and the entries that somebody's call left; what the system does by itself is not the call's. */
async function entriesOf(call: () => Promise<Response>): Promise<[Response, string[]]> {
  const entries = async () => {
    const rows = await app.deps.db.selectFrom('audit_log').select(['action', 'actor_kind']).orderBy('id').execute()
    return rows.filter(({ actor_kind }) => actor_kind !== 'system').map(({ action }) => action)
  }
  const before = (await entries()).length
  const response = await call()
  return [response, (await entries()).slice(before)]
}
