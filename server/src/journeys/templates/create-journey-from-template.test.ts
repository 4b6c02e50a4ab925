import { afterAll, describe, expect, test } from 'vitest'
import { buildConnection } from '../../../test/callout-factories.ts'
import { buildWorkspace } from '../../../test/factories.ts'
import { serviceErrorOf } from '../../../test/service-error-of.ts'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'
import type { Ctx } from '../../kernel/context.ts'
import { getJourney } from '../drafts/get-journey.ts'
import { replaceDraft } from '../drafts/replace-draft.ts'
import { dismissJourneyChecklist } from '../checklist/dismiss-journey-checklist.ts'
import { getJourneyChecklist } from '../checklist/get-journey-checklist.ts'
import { externalActionOperations } from '../../engagement/action-tests/external-action.operations.ts'
import { eventOperations } from '../../inbound/events/event.operations.ts'
import { connectionOperations } from '../../integrations/connections/connection.operations.ts'
import { journeyTemplateOperations } from './journey-template.operations.ts'
import { calling } from '../../../test/call-operation.ts'

const updateExternalAction = calling(externalActionOperations.update)
const setConnectionQuota = calling(connectionOperations.setQuota)
const createEndpoint = calling(eventOperations.create)
const createJourneyFromTemplate = calling(journeyTemplateOperations.use)

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())

async function freshCtx(): Promise<Ctx> {
  return app.ctx('owner', (await buildWorkspace(app.deps)).id)
}

async function whatIsThere({ workspaceId }: Ctx): Promise<number[]> {
  const tables = ['connections', 'external_actions', 'journeys', 'audit_log'] as const
  const rows = await Promise.all(
    tables.map((table) => app.deps.db.selectFrom(table).select('id').where('workspace_id', '=', workspaceId).execute()),
  )
  return rows.map(({ length }) => length)
}

const slack = { create: { name: 'Slack', auth: { kind: 'bearer' as const, token: 'xoxb-s3cret' } } }

describe('a template', () => {
  test('brings its connection, its external action and the journey that calls it', async () => {
    const ctx = await freshCtx()
    const made = await createJourneyFromTemplate(ctx, {
      templateId: 'npsToChat',
      name: 'NPS of spring',
      connections: { slack },
    })
    expect(made).toEqual({
      journeyId: expect.any(String),
      connections: { slack: expect.any(String) },
      externalActions: { postMessage: expect.any(String) },
    })
    const key = await app.apiKey('viewer', ctx.workspaceId)
    const read = async (path: string) => jsonOf(await app.request(`/api/v1${path}`, { key }))
    expect(await read(`/connections/${made.connections['slack']}`)).toMatchObject({
      connector: 'slack',
      name: 'Slack',
      baseUrl: 'https://slack.com/api',
      auth: { token: '••••' },
    })
    expect(await read(`/external-actions/${made.externalActions['postMessage']}`)).toMatchObject({
      name: 'Post a message',
      connectionId: made.connections['slack'],
      usedBy: [{ journeyId: made.journeyId, journeyName: 'NPS of spring', inDraft: true }],
    })
    const { nodes } = await read(`/journeys/${made.journeyId}`)
    expect(nodes.find(({ id }: { id: string }) => id === 'post').config.externalActionId).toBe(
      made.externalActions['postMessage'],
    )
  })

  test('used twice on one connection shares the action, until somebody has changed it', async () => {
    const ctx = await freshCtx()
    const first = await createJourneyFromTemplate(ctx, { templateId: 'npsToChat', connections: { slack } })
    const again = { connections: { slack: { id: first.connections['slack']! } } }
    const second = await createJourneyFromTemplate(ctx, { templateId: 'npsToChat', ...again })
    expect(second.externalActions).toEqual(first.externalActions)
    expect(
      (await createJourneyFromTemplate(ctx, { templateId: 'healthDropToAlert', ...again })).externalActions,
    ).toEqual(first.externalActions)
    await updateExternalAction(ctx, { id: first.externalActions['postMessage']!, timeoutMs: 5000 })
    const third = await createJourneyFromTemplate(ctx, { templateId: 'npsToChat', ...again })
    expect(third.externalActions).not.toEqual(first.externalActions)
  })

  test('speaks the language of whoever uses it', async () => {
    const ctx = { ...(await freshCtx()), locale: 'ja' as const }
    const { journeyId } = await createJourneyFromTemplate(ctx, { templateId: 'npsToChat', connections: { slack } })
    const { draft } = await app.deps.db
      .selectFrom('journeys')
      .select('draft')
      .where('id', '=', journeyId)
      .executeTakeFirstOrThrow()
    expect(draft.name).toBe('NPS の回答を Slack へ')
    expect(draft.nodes.map(({ name }) => name)).toContain('Slack に投稿')
  })

  test('may be used by an editor on a connection that is there, and brings a new one for admins only', async () => {
    const owner = await freshCtx()
    const { id } = await buildConnection(owner, { connector: 'slack' })
    const editor = { ...owner, role: 'editor' as const }
    const there = await whatIsThere(owner)
    expect(
      (await serviceErrorOf(createJourneyFromTemplate(editor, { templateId: 'npsToChat', connections: { slack } })))
        .code,
    ).toBe('forbidden')
    expect(await whatIsThere(owner)).toEqual(there)
    await createJourneyFromTemplate(editor, { templateId: 'npsToChat', connections: { slack: { id } } })
    const viewer = { ...owner, role: 'viewer' as const }
    expect((await serviceErrorOf(createJourneyFromTemplate(viewer, { templateId: 'npsToChat' }))).code).toBe(
      'forbidden',
    )
  })
})

describe('when it cannot be used, nothing is left behind', () => {
  test.each<[string, Parameters<typeof createJourneyFromTemplate>[1], string, (string | number)[]]>([
    ['without a connection', { templateId: 'npsToChat' }, 'template.connectionMissing', ['connections', 'slack']],
    [
      'on a connection that is not there',
      { templateId: 'npsToChat', connections: { slack: { id: '01900000-0000-7000-8000-000000000000' } } },
      'template.connectionUnknown',
      ['connections', 'slack', 'id'],
    ],
    [
      'with an address inside',
      { templateId: 'npsToChat', connections: { slack: { create: { name: 'x', baseUrl: 'https://10.0.0.1' } } } },
      'connection.addressNotAllowed',
      ['connections', 'slack', 'create', 'baseUrl'],
    ],
    [
      'with a name that is taken',
      { templateId: 'npsToChat', connections: { slack: { create: { name: 'TAKEN' } } } },
      'connection.nameTaken',
      ['connections', 'slack', 'create', 'name'],
    ],
    [
      'beyond the quota of its connector',
      {
        templateId: 'lostCtaToTicket',
        connections: { zendesk: { create: { name: 'x', baseUrl: 'https://x.example' } } },
      },
      'connection.quotaReached',
      ['connections', 'zendesk', 'create', 'connector'],
    ],
  ])('%s', async (_name, input, code, path) => {
    const ctx = await freshCtx()
    await buildConnection(ctx, { name: 'Taken' })
    await setConnectionQuota(ctx, { connector: 'zendesk', maxConnections: 0 })
    const there = await whatIsThere(ctx)
    expect((await serviceErrorOf(createJourneyFromTemplate(ctx, input))).issues).toMatchObject([{ code, path }])
    expect(await whatIsThere(ctx)).toEqual(there)
  })

  test('though its connection had been made already when the journey was refused', async () => {
    const ctx = await freshCtx()
    const failing = {
      ...ctx,
      ids: {
        ...ctx.ids,
        // The third id is that of the journey. Its row then fails, because this is not a UUID.
        uuid: (
          (made) => () =>
            ++made === 3 ? 'not-an-id' : ctx.ids.uuid()
        )(0),
      },
    }
    const there = await whatIsThere(ctx)
    await expect(
      createJourneyFromTemplate(failing, { templateId: 'npsToChat', connections: { slack } }),
    ).rejects.toThrow()
    expect(await whatIsThere(ctx)).toEqual(there)
  })

  test('over REST the refusal says where, in the language that is asked for', async () => {
    const key = await app.apiKey()
    const path = '/api/v1/journey-templates'
    const missing = await app.request(`${path}/npsToChat/journeys`, {
      key,
      json: {},
      headers: { 'accept-language': 'ja' },
    })
    expect(missing.status).toBe(422)
    expect((await jsonOf(missing)).issues).toMatchObject([
      { path: 'connections.slack', message: expect.stringContaining('コネクションを使います') },
    ])
    expect((await app.request(`${path}/toTheMoon/journeys`, { key, json: {} })).status).toBe(404)
    expect((await app.request(`${path}/constructor/journeys`, { key, json: {} })).status).toBe(404)
  })
})

describe('the checklist', () => {
  test('follows what is there, leaves out what was taken away, and is put away for good', async () => {
    const ctx = await freshCtx()
    const { journeyId, connections } = await createJourneyFromTemplate(ctx, {
      templateId: 'healthDropToAlert',
      connections: { slack },
    })
    const { items } = await getJourneyChecklist(ctx, journeyId)
    expect(items).toEqual([
      { do: 'checkConnection', isDone: false, connection: { id: connections['slack'], name: 'Slack' } },
      { do: 'fillToken', isDone: false, nodeId: 'alert', token: 'channel' },
      { do: 'connectEvent', isDone: false },
      { do: 'publish', isDone: false },
    ])
    await createEndpoint(ctx, {
      name: 'Health',
      topic: 'health.changed',
      matchBy: [{ path: 'email', field: 'email' }],
      enrollJourneyId: journeyId,
    })
    expect((await getJourneyChecklist(ctx, journeyId)).items?.[2]).toEqual({ do: 'connectEvent', isDone: true })

    const { document, draftRevision } = await getJourney(ctx, journeyId)
    await replaceDraft(ctx, journeyId, {
      baseRevision: draftRevision,
      document: {
        ...document,
        nodes: document.nodes.filter(({ id }) => id !== 'alert'),
        edges: document.edges.filter(({ source, target }) => source !== 'alert' && target !== 'alert'),
      },
    })
    expect((await getJourneyChecklist(ctx, journeyId)).items?.map((item) => item.do)).toEqual([
      'checkConnection',
      'connectEvent',
      'publish',
    ])
    await dismissJourneyChecklist(ctx, journeyId)
    expect(await getJourneyChecklist(ctx, journeyId)).toEqual({ items: null })
    expect((await serviceErrorOf(getJourneyChecklist(await freshCtx(), journeyId))).code).toBe('notFound')
  })

  test('is not there for a journey that somebody drew', async () => {
    const key = await app.apiKey()
    const { id } = await jsonOf(await app.request('/api/v1/journeys', { key, json: { name: 'Drawn' } }))
    expect(await jsonOf(await app.request(`/api/v1/journeys/${id}/checklist`, { key }))).toEqual({ items: null })
    expect((await app.request(`/api/v1/journeys/${id}/checklist`, { key, method: 'DELETE' })).status).toBe(204)
  })
})
