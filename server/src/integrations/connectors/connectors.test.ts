import { presetNames, presetOf } from '@tabiji/shared/connectors/connector.ts'
import { fillAddress } from '@tabiji/shared/connectors/address.ts'
import type { ProposedAuth } from '@tabiji/shared/connectors/define-connector.ts'
import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { buildConnection } from '../../../test/callout-factories.ts'
import { startCalloutServer } from '../../../test/callout-server.ts'
import { startCallingJourney } from '../../../test/start-calling-journey.ts'
import { buildWorkspace } from '../../../test/factories.ts'
import { serviceErrorOf } from '../../../test/service-error-of.ts'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'
import type { Ctx } from '../../kernel/context.ts'
import { pauseJourney } from '../../journeys/lifecycle/pause-journey.ts'
import { getConnectionUse } from '../connections/use/get-connection-use.ts'
import { getConnection } from '../connections/get-connection.ts'
import { listConnectors } from './list-connectors.ts'
import { settingsOperations } from '../../accounts/settings/settings.operations.ts'
import { connectionOperations } from '../connections/connection.operations.ts'
import { type InputOf, calling } from '../../../test/call-operation.ts'

type CreateConnectionInput = InputOf<typeof connectionOperations.create>

const updateConnection = calling(connectionOperations.update)
const listConnections = calling(connectionOperations.list)
const deleteConnection = calling(connectionOperations.delete)
const testConnection = calling(connectionOperations.test)
const setConnectionQuota = calling(connectionOperations.setQuota)
const updateWorkspaceSettings = calling(settingsOperations.update)

const app = await createTestApp()
afterAll(() => app[Symbol.asyncDispose]())

async function freshCtx(): Promise<Ctx> {
  return app.ctx('owner', (await buildWorkspace(app.deps)).id)
}

describe('presets', () => {
  test.each(presetNames)('%s is a connector over REST, at its own address or at a custom one', async (connector) => {
    const key = await app.apiKey()
    const preset = presetOf(connector)!
    const examples = Object.fromEntries(preset.fields.map(({ key: field }) => [field, 'example']))
    const create = (json: object) => app.request('/api/v1/connections', { key, json: { connector, ...json } })

    const own = await create({ name: `${connector} own`, baseUrl: fillAddress(preset.baseUrl, examples) })
    expect(own.status).toBe(201)
    expect(await jsonOf(own)).toMatchObject({ connector, environment: 'production', baseUrl: expect.any(String) })
    const custom = await create({
      name: `${connector} custom`,
      baseUrl: 'https://api.example.com',
      environment: 'sandbox',
    })
    expect(await jsonOf(custom)).toMatchObject({ environment: 'sandbox', baseUrl: 'https://api.example.com' })

    const unsaid = await create({ name: `${connector} unsaid` })
    if (preset.fields.length === 0) expect(await jsonOf(unsaid)).toMatchObject({ baseUrl: preset.baseUrl })
    else expect(await jsonOf(unsaid)).toMatchObject({ status: 422, issues: [{ path: 'baseUrl' }] })
  })

  test('propose ways to authorize that are whole once the secrets are filled in', async () => {
    const ctx = await freshCtx()
    const secrets = { username: 'x', password: 'x', token: 'x', value: 'x', clientId: 'x', clientSecret: 'x' }
    for (const connector of presetNames) {
      const preset = presetOf(connector)!
      const parts = Object.fromEntries(preset.fields.map(({ key }) => [key, 'example']))
      for (const { help: _, ...proposed } of preset.auth) {
        const filled = Object.entries(proposed).map(([name, value]) => [
          name,
          name.endsWith('Url') ? fillAddress(String(value), parts) : value,
        ])
        const wanted = Object.entries(secrets).filter(([name]) => fieldsOf[proposed.kind].includes(name))
        const auth = Object.fromEntries([...wanted, ...filled]) as CreateConnectionInput['auth']
        const baseUrl = fillAddress(preset.baseUrl, parts)!
        const created = await buildConnection(ctx, { connector, baseUrl, auth })
        expect(created.auth).toMatchObject(Object.fromEntries(filled))
      }
    }
  })

  test('that do not exist are refused, naming those that do', async () => {
    const key = await app.apiKey()
    const answer = await app.request('/api/v1/connections', {
      key,
      json: { connector: 'faxmachine', name: 'x', baseUrl: 'https://fax.example' },
    })
    expect(answer.status).toBe(422)
    expect(JSON.stringify(await jsonOf(answer))).toMatch(/zendesk/)
  })

  test('are tested by a call that tells good credentials from bad ones though both are answered 200', async () => {
    await using target = await startCalloutServer({
      answer: ({ headers }) => ({ body: { ok: headers['authorization'] === 'Bearer xoxb-good' } }),
    })
    const ctx = await freshCtx()
    await updateWorkspaceSettings(ctx, { calloutAllow: [target.allow] })
    const slack = (token: string) =>
      buildConnection(ctx, { connector: 'slack', baseUrl: target.url, auth: { kind: 'bearer', token } })
    expect(await testConnection(ctx, await slack('xoxb-good'))).toMatchObject({ outcome: 'succeeded' })
    expect(target.requests[0]).toMatchObject({ method: 'GET', path: '/auth.test' })
    const bad = await slack('xoxb-bad')
    expect(await testConnection(ctx, bad)).toMatchObject({ outcome: 'httpError', reply: { status: 200 } })
    expect((await getConnection(ctx, bad)).lastSuccessAt).toBeNull()
  })
})

describe('a product without credentials', () => {
  test('is not called until somebody has entered them', async () => {
    await using target = await startCalloutServer({ answer: () => ({ body: { ok: true } }) })
    const ctx = await freshCtx()
    await updateWorkspaceSettings(ctx, { calloutAllow: [target.allow] })
    const { id, state } = await buildConnection(ctx, { connector: 'slack', baseUrl: target.url })
    expect(state).toBe('unauthorized')
    expect(await testConnection(ctx, { id })).toMatchObject({ outcome: 'blocked', request: null })
    expect(target.received).toBe(0)
    expect(await updateConnection(ctx, { id, environment: 'sandbox' })).toMatchObject({ state: 'unauthorized' })
    const auth = { kind: 'bearer', token: 'xoxb' } as const
    expect(await updateConnection(ctx, { id, auth })).toMatchObject({ state: 'authorized' })
    expect((await testConnection(ctx, { id })).outcome).toBe('succeeded')
    expect(await updateConnection(ctx, { id, auth: { kind: 'none' } })).toMatchObject({ state: 'unauthorized' })
    expect(await testConnection(ctx, { id })).toMatchObject({ outcome: 'blocked', request: null })
    expect((await buildConnection(ctx, { connector: 'http' })).state).toBe('authorized')
  })
})

describe('the quota of a connector', () => {
  test('lets no more be added, says how many there are, and is lifted again', async () => {
    const ctx = await freshCtx()
    const { id } = await buildConnection(ctx, { connector: 'slack' })
    expect(await setConnectionQuota(ctx, { connector: 'slack', maxConnections: 1 })).toMatchObject({
      title: 'Slack',
      connections: 1,
      maxConnections: 1,
    })
    const { issues = [] } = await serviceErrorOf(buildConnection(ctx, { connector: 'slack' }))
    expect(issues).toMatchObject([{ code: 'connection.quotaReached', path: ['connector'] }])
    expect(formatIssue(issues[0]!, 'en')).toMatch(/may have 1 connections of Slack and has 1\. .*"Limits"/)
    expect(formatIssue(issues[0]!, 'ja')).toContain('Slack のコネクションは 1 件まで')
    // Other connectors and other workspaces are not affected.
    await buildConnection(ctx, { connector: 'zendesk' })
    await buildConnection(await freshCtx(), { connector: 'slack' })

    await deleteConnection(ctx, { id })
    await buildConnection(ctx, { connector: 'slack' })
    await setConnectionQuota(ctx, { connector: 'slack', maxConnections: null })
    await buildConnection(ctx, { connector: 'slack' })
    expect((await listConnectors(ctx)).find(({ connector }) => connector === 'slack')).toEqual({
      connector: 'slack',
      title: 'Slack',
      connections: 2,
      maxConnections: null,
    })
  })

  test('lower than what is there keeps those and adds none; zero forbids the connector', async () => {
    const ctx = await freshCtx()
    for (const connector of ['jira', 'jira'] as const) await buildConnection(ctx, { connector })
    await setConnectionQuota(ctx, { connector: 'jira', maxConnections: 1 })
    await setConnectionQuota(ctx, { connector: 'twilio', maxConnections: 0 })
    expect((await listConnections(ctx, {})).items).toHaveLength(2)
    for (const connector of ['jira', 'twilio'] as const)
      expect((await serviceErrorOf(buildConnection(ctx, { connector }))).issues?.[0]?.code).toBe(
        'connection.quotaReached',
      )
  })

  test('holds when ten admins add at once', async () => {
    const ctx = await freshCtx()
    await setConnectionQuota(ctx, { connector: 'hubspot', maxConnections: 3 })
    const race = await Promise.allSettled(
      Array.from({ length: 10 }, () => buildConnection(ctx, { connector: 'hubspot' })),
    )
    const refused = race.filter((settled) => settled.status === 'rejected')
    for (const { reason } of refused) expect(reason.issues[0].code).toBe('connection.quotaReached')
    expect(refused).toHaveLength(7)
    expect((await listConnections(ctx, {})).items).toHaveLength(3)
  })

  test('is an admin’s to set over REST, once in the audit log, and every connector is listed', async () => {
    const path = '/api/v1/connectors/qualtrics'
    const json = { maxConnections: 2 }
    const editor = await app.apiKey('editor')
    expect((await app.request(path, { key: editor, method: 'PATCH', json })).status).toBe(403)
    const key = await app.apiKey()
    for (let times = 0; times < 2; times++)
      expect(await jsonOf(await app.request(path, { key, method: 'PATCH', json }))).toMatchObject(json)
    expect((await app.request('/api/v1/connectors/fax', { key, method: 'PATCH', json })).status).toBe(404)
    expect((await app.request(path, { key, method: 'PATCH', json: { maxConnections: -1 } })).status).toBe(422)
    const entries = await app.deps.db
      .selectFrom('audit_log')
      .selectAll()
      .where('action', '=', 'connectionQuotaChanged')
      .where('workspace_id', '=', app.workspace.id)
      .execute()
    expect(entries).toMatchObject([{ after: { connector: 'qualtrics', maxConnections: 2 } }])
    const { items } = await jsonOf(await app.request('/api/v1/connectors', { key: editor }))
    expect(items.map(({ connector }: { connector: string }) => connector)).toEqual(['http', 'demo', ...presetNames])
  })
})

describe('what uses a connection', () => {
  test('is named: its actions, the journeys that call them, and who stands there now', async () => {
    await using target = await startCalloutServer()
    const ctx = app.ctx()
    await updateWorkspaceSettings(ctx, { calloutAllow: [target.allow] })
    const { journeyId, connection, action, enrol } = await startCallingJourney(app, target)
    expect(await getConnectionUse(ctx, connection)).toEqual({
      actions: [{ id: action.id, name: action.name }],
      journeys: [{ id: journeyId, name: `Calls of ${connection.name}`, isLive: true }],
      people: 0,
    })
    await enrol(3)
    // The state that a worker leaves when an enrollment reached this step.
    await app.deps.db
      .updateTable('enrollments')
      .set({ step_id: 'call/call', node_id: 'call' })
      .where('journey_id', '=', journeyId)
      .execute()
    expect(await getConnectionUse(ctx, connection)).toMatchObject({ people: 3 })
    await pauseJourney(ctx, journeyId)
    expect(await getConnectionUse(ctx, connection)).toMatchObject({ people: 3, journeys: [{ isLive: true }] })
    expect((await serviceErrorOf(getConnectionUse(await freshCtx(), connection))).code).toBe('notFound')
  })

  test('is nothing for a connection without actions', async () => {
    const ctx = await freshCtx()
    expect(await getConnectionUse(ctx, await buildConnection(ctx))).toEqual({ actions: [], journeys: [], people: 0 })
  })
})

const fieldsOf: Record<ProposedAuth['kind'], readonly string[]> = {
  basic: ['username', 'password'],
  bearer: ['token'],
  apiKey: ['value'],
  oauth2ClientCredentials: ['clientId', 'clientSecret'],
  oauth2AuthorizationCode: ['clientId', 'clientSecret'],
}
