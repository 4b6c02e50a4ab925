import { afterAll, describe, expect, test } from 'vitest'
import { buildCallingJourney, buildConnection, buildExternalAction } from '../../../test/callout-factories.ts'
import { buildWorkspace } from '../../../test/factories.ts'
import { serviceErrorOf } from '../../../test/service-error-of.ts'
import { createTestApp } from '../../../test/test-app.ts'
import type { Ctx } from '../../kernel/context.ts'
import { deleteExternalAction } from '../../integrations/actions/delete-external-action.ts'
import { duplicateExternalAction } from '../../integrations/actions/duplicate-external-action.ts'
import type { ExternalActionResponse } from '../../integrations/actions/external-action.schemas.ts'
import { getExternalAction } from '../../integrations/actions/get-external-action.ts'
import { externalActionOperations } from './external-action.operations.ts'
import { connectionOperations } from '../../integrations/connections/connection.operations.ts'
import { type InputOf, calling } from '../../../test/call-operation.ts'

type CreateExternalActionInput = InputOf<typeof externalActionOperations.create>

const createExternalAction = calling(externalActionOperations.create)
const updateExternalAction = calling(externalActionOperations.update)
const listExternalActions = calling(externalActionOperations.list)
const deleteConnection = calling(connectionOperations.delete)

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())

async function freshCtx(): Promise<Ctx> {
  return app.ctx('owner', (await buildWorkspace(app.deps)).id)
}

/** Writes what a publish writes: the journey version pins the version of each action. */
async function publish(ctx: Ctx, journey: { id: string; draft: object }, pinned: Record<string, number>) {
  await ctx.db
    .insertInto('journey_versions')
    .values({
      journey_id: journey.id,
      number: 1,
      document: JSON.stringify(journey.draft),
      plan: '{}',
      external_actions: JSON.stringify(pinned),
      impact: '{}',
      note: null,
      published_at: ctx.clock.now(),
      published_by: '{}',
      swept_at: null,
      overdue: JSON.stringify({}),
    })
    .execute()
  await ctx.db.updateTable('journeys').set({ published_version: 1 }).where('id', '=', journey.id).execute()
}

describe('versions', () => {
  test('saving makes a new one, with what was left out as it was; saving nothing new makes none', async () => {
    const ctx = await freshCtx()
    const { id, version } = await buildExternalAction(ctx, { timeoutMs: 5000 })
    expect(version).toBe(1)
    const changed = await updateExternalAction(ctx, { id, path: '/other' })
    expect(changed).toMatchObject({
      version: 2,
      path: '/other',
      timeoutMs: 5000,
      tokens: [{ name: 'text' }, { name: 'score' }],
    })
    expect((await updateExternalAction(ctx, { id, path: '/other' })).version).toBe(2)
    expect((await updateExternalAction(ctx, { id })).version).toBe(2)
    expect(await getExternalAction(ctx, { id })).toMatchObject({ version: 2, path: '/other' })
  })

  test('savings at the same time make a version each', async () => {
    const ctx = await freshCtx()
    const { id } = await buildExternalAction(ctx)
    await Promise.all(['/a', '/b', '/c'].map((path) => updateExternalAction(ctx, { id, path })))
    expect((await getExternalAction(ctx, { id })).version).toBe(4)
  })
})

test('limits of its own are a part of a version, read and written like the rest of it', async () => {
  const { id: connectionId } = await buildConnection(app.ctx())
  const [key, viewer] = [await app.apiKey('editor'), await app.apiKey('viewer')]
  const of = { connectionId, name: 'Limited', method: 'GET' }
  const path = '/api/v1/external-actions'
  const created = await app.request(path, { key, json: { ...of, limits: { requestsPerSecond: 1, concurrency: 2 } } })
  const { id, limits } = (await created.json()) as ExternalActionResponse
  expect(limits).toEqual({ requestsPerSecond: 1, concurrency: 2 })

  const patch = (json: object) => app.request(`${path}/${id}`, { key, method: 'PATCH', json })
  expect(await (await patch({ timeoutMs: 5000 })).json()).toMatchObject({ version: 2, limits })
  expect(await (await patch({ limits: { requestsPerMinute: 30 } })).json()).toMatchObject({ version: 3 })
  expect((await getExternalAction(app.ctx(), { id })).limits).toEqual({ requestsPerMinute: 30 })
  const { items } = await app.caller('admin').auditLog.list({ subjectId: id })
  expect(items[0]).toMatchObject({ before: { limits }, after: { limits: { requestsPerMinute: 30 } } })
  expect(await (await patch({ limits: {} })).json()).toMatchObject({ version: 4, limits: {} })

  // A breaker belongs to the connection, because it concerns the other system as a whole and not one address there.
  expect((await patch({ limits: { breaker: { failures: 3 } } })).status).toBe(422)
  expect((await patch({ limits: { requestsPerSecond: 0 } })).status).toBe(422)
  expect((await app.request(`${path}/${id}`, { key: viewer, method: 'PATCH', json: { limits: {} } })).status).toBe(403)
})

test('a version from before actions had limits has none', async () => {
  const ctx = await freshCtx()
  const { id } = await buildExternalAction(ctx)
  await app.deps.pool.query(
    `update external_action_versions set definition = definition - 'limits' where external_action_id = $1`,
    [id],
  )
  expect(await getExternalAction(ctx, { id })).toMatchObject({ version: 1, limits: {} })
  expect((await updateExternalAction(ctx, { id, limits: {} })).version).toBe(1)
})

describe('what can never work is refused on save', () => {
  test.each<[Partial<CreateExternalActionInput>, string, (string | number)[]]>([
    [{ body: { kind: 'json', template: '{"a":{{nobody}}}' } }, 'callout.tokenUndeclared', ['body', 'template']],
    [{ body: { kind: 'json', template: '{"a":' } }, 'callout.jsonTemplateInvalid', ['body', 'template']],
    [{ extract: [{ name: 'ts', path: '$.[', type: 'text' }] }, 'callout.jsonPathInvalid', ['extract', 0, 'path']],
    [{ path: '/../admin' }, 'callout.pathTraversal', ['path']],
    [{ path: 'https://evil.example/' }, 'callout.pathInvalid', ['path']],
    [{ headers: [{ name: 'Host', value: 'x' }] }, 'callout.headerReserved', ['headers', 0, 'name']],
    [{ headers: [{ name: 'Idempotency-Key', value: 'x' }] }, 'callout.headerReserved', ['headers', 0, 'name']],
    [{ connectionId: '01900000-0000-7000-8000-000000000000' }, 'connection.unknown', ['connectionId']],
    [{ connectionId: 'nonsense' }, 'connection.unknown', ['connectionId']],
  ])('%j: %s', async (options, code, path) => {
    const ctx = await freshCtx()
    const error = await serviceErrorOf(buildExternalAction(ctx, options))
    expect(error.code).toBe('invalid')
    expect(error.issues).toContainEqual(expect.objectContaining({ code, path }))
    const { id } = await buildExternalAction(ctx)
    expect(
      (await serviceErrorOf(updateExternalAction(ctx, { id, ...options }))).issues?.map((issue) => issue.code),
    ).toContain(code)
    expect((await getExternalAction(ctx, { id })).version).toBe(1)
  })

  test('also the connection of another workspace', async () => {
    const { id: connectionId } = await buildConnection(await freshCtx())
    expect((await serviceErrorOf(buildExternalAction(await freshCtx(), { connectionId }))).issues?.[0]?.code).toBe(
      'connection.unknown',
    )
  })

  test('and the refusal names token and place in the language of the caller', async () => {
    const key = await app.apiKey()
    const { id: connectionId } = await buildConnection(app.ctx())
    const json = { connectionId, name: 'x', method: 'POST', path: '/{{who}}' }
    const answer = await app.request('/api/v1/external-actions', { key, json, headers: { 'accept-language': 'ja' } })
    expect(answer.status).toBe(422)
    const { issues } = (await answer.json()) as { issues: { code: string; path: string; message: string }[] }
    expect(issues[0]).toMatchObject({ code: 'callout.tokenUndeclared', path: 'path' })
    expect(issues[0]?.message).toContain('「who」')
  })
})

describe('use', () => {
  test('by drafts and live versions is told, and keeps an action from being deleted', async () => {
    const ctx = await freshCtx()
    const action = await buildExternalAction(ctx)
    expect(action.usedBy).toEqual([])
    const drafted = await buildCallingJourney(ctx, { actionIds: [action.id, action.id], name: 'A draft' })
    const live = await buildCallingJourney(ctx, { actionIds: [action.id], name: 'B live' })
    await publish(ctx, live, { [action.id]: 1 })
    await ctx.db
      .updateTable('journeys')
      .set({ draft: JSON.stringify({ ...live.draft, nodes: [] }) })
      .where('id', '=', live.id)
      .execute()
    await updateExternalAction(ctx, { id: action.id, path: '/v2' })

    const expected = [
      { journeyId: drafted.id, journeyName: 'A draft', inDraft: true, inPublished: false, pinnedVersion: null },
      { journeyId: live.id, journeyName: 'B live', inDraft: false, inPublished: true, pinnedVersion: 1 },
    ]
    expect((await getExternalAction(ctx, { id: action.id })).usedBy).toEqual(expected)
    expect((await listExternalActions(ctx, {})).items[0]?.usedBy).toEqual(expected)
    expect(await serviceErrorOf(deleteExternalAction(ctx, { id: action.id }))).toMatchObject({
      code: 'inUse',
      params: { where: '"A draft", "B live"' },
    })
  })

  test('of a connection by a version that is live counts, though the newest version left it', async () => {
    const ctx = await freshCtx()
    const before = await buildConnection(ctx)
    const action = await buildExternalAction(ctx, { connectionId: before.id })
    await publish(ctx, await buildCallingJourney(ctx, { actionIds: [action.id] }), { [action.id]: 1 })
    await updateExternalAction(ctx, { id: action.id, connectionId: (await buildConnection(ctx)).id })
    expect((await serviceErrorOf(deleteConnection(ctx, before))).code).toBe('inUse')
  })

  test('by nobody lets it go, versions and all', async () => {
    const ctx = await freshCtx()
    const { id } = await buildExternalAction(ctx)
    await deleteExternalAction(ctx, { id })
    expect((await serviceErrorOf(getExternalAction(ctx, { id }))).code).toBe('notFound')
  })
})

test('a copy has a name of its own and begins at version 1', async () => {
  const ctx = await freshCtx()
  const { id } = await buildExternalAction(ctx, { name: 'Post' })
  await updateExternalAction(ctx, { id, path: '/v2' })
  const copy = await duplicateExternalAction({ ...ctx, locale: 'ja' }, { id })
  expect(copy).toMatchObject({ name: 'Postのコピー', version: 1, path: '/v2' })
  expect(copy.id).not.toBe(id)
})

test('the list is paged by name and narrowed by name and connection', async () => {
  const ctx = await freshCtx()
  const { id: connectionId } = await buildConnection(ctx)
  for (const name of ['b', 'A', 'c']) await buildExternalAction(ctx, { name, connectionId })
  await buildExternalAction(ctx, { name: 'elsewhere' })
  const first = await listExternalActions(ctx, { limit: 2 })
  expect(first.items.map(({ name }) => name)).toEqual(['A', 'b'])
  const rest = await listExternalActions(ctx, { limit: 2, cursor: first.nextCursor ?? '' })
  expect(rest.items.map(({ name }) => name)).toEqual(['c', 'elsewhere'])
  expect(rest.nextCursor).toBeNull()
  expect((await listExternalActions(ctx, { connectionId })).items).toHaveLength(3)
  expect((await listExternalActions(ctx, { q: 'ELSE' })).items).toHaveLength(1)
})

test('viewers read, editors save, and another workspace sees nothing', async () => {
  const { id, connectionId } = await buildExternalAction(app.ctx())
  expect((await getExternalAction(app.ctx('viewer'), { id })).id).toBe(id)
  expect((await serviceErrorOf(updateExternalAction(app.ctx('viewer'), { id, path: '/x' }))).code).toBe('forbidden')
  await createExternalAction(app.ctx('editor'), { connectionId, name: 'mine', method: 'GET' })
  const stranger = await freshCtx()
  for (const call of [
    () => getExternalAction(stranger, { id }),
    () => updateExternalAction(stranger, { id, path: '/x' }),
    () => deleteExternalAction(stranger, { id }),
    () => duplicateExternalAction(stranger, { id }),
  ])
    expect((await serviceErrorOf(call())).code).toBe('notFound')
})

test('over REST an action is made, read, saved anew and deleted', async () => {
  const key = await app.apiKey('editor')
  const { id: connectionId } = await buildConnection(app.ctx())
  const created = await app.request('/api/v1/external-actions', {
    key,
    json: { connectionId, name: 'REST', method: 'GET', path: '/x' },
  })
  expect(created.status).toBe(201)
  const action = (await created.json()) as { id: string }
  expect(action).toMatchObject({
    version: 1,
    usedBy: [],
    body: { kind: 'none' },
    success: { statuses: ['2xx'] },
    retry: { maxAttempts: 5 },
  })
  const path = `/api/v1/external-actions/${action.id}`
  const patched = await app.request(path, { key, method: 'PATCH', json: { path: '/y' } })
  expect(await patched.json()).toMatchObject({ version: 2, path: '/y', name: 'REST' })
  expect(
    ((await (await app.request('/api/v1/external-actions?q=REST', { key })).json()) as { items: object[] }).items,
  ).toHaveLength(1)
  expect((await app.request(path, { key, method: 'DELETE' })).status).toBe(204)
  expect((await app.request(path, { key })).status).toBe(404)
})
