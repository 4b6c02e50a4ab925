import { afterAll, describe, expect, test } from 'vitest'
import { startMailServer } from '../../../test/mail-server.ts'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'
import { roles } from '../../kernel/actor.ts'
import type { AuditDeclaration } from '../../kernel/operations/audit-declaration.ts'
import { declaredActions } from '../../kernel/operations/audit-declaration.ts'
import type { Operation } from '../../kernel/operations/define-operation.ts'
import type { JobRunState } from '../../kernel/jobs/job-run.table.ts'
import { finishErasure, insertErasure } from '../../operations/erasure/erasure.repository.ts'
import { operations } from './operations.ts'

const mails = await startMailServer()
const app = await createTestApp({ env: { smtpUrl: mails.url, mailFrom: 'Tabiji <tabiji@example.org>' } })
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await mails.close()
})

const all = Object.entries(operations).flatMap(([entity, ofEntity]) =>
  Object.entries(ofEntity as Record<string, Operation>).map(([name, { definition }]) => ({
    name: `${entity}.${name}`,
    ...definition,
  })),
)
const mutations = all.filter(({ kind }) => kind === 'mutation')
const owner = app.caller('owner')
const demo = { connector: 'demo', name: 'Demo', baseUrl: '' } as const
let made = 0

function isNone(audit: AuditDeclaration): audit is { none: string } {
  return typeof audit === 'object' && 'none' in audit
}

const connection = () => owner.connections.create({ ...demo, name: `Demo ${++made}` })
const action = async () =>
  owner.externalActions.create({
    connectionId: (await connection()).id,
    name: `Action ${++made}`,
    method: 'POST',
    path: '/echo',
  })
const mailServer = { host: 'localhost', port: 1, encryption: 'none' as const, username: null }
const reply = { status: 200, body: '{}' }
const journey = () => owner.journeys.create({ name: 'A journey' })
const published = async () => {
  const { id } = await owner.journeys.createSample()
  await owner.journeys.publish({ journeyId: id })
  return id
}
const endpoint = () => owner.events.create({ name: `Endpoint ${++made}`, topic: 'orders' })
const received = async () => {
  const { endpoint: created, key } = await endpoint()
  const response = await app.request(`/api/v1/events/${created.id}`, { json: { id: `${++made}` }, key })
  expect(response.status).toBe(202)
  const { items } = await owner.events.list({ id: created.id })
  return { id: created.id, eventId: items[0]!.id }
}
const uploaded = async () => {
  const { id } = await owner.journeys.createSample()
  const response = await app.request(`/api/v1/journeys/${id}/imports`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: 'email,score\naiko@example.com,9\n',
    key: await app.apiKey('editor'),
  })
  const importId: string = (await jsonOf(response)).id
  return { importId, mapping: (await owner.imports.preview({ importId })).mapping }
}
const backgroundRun = async (state: JobRunState) => {
  const id = app.deps.ids.uuid()
  const run = { id, kind: 'import', workspace_id: app.workspace.id, key: id, data: '{}', state, created_at: new Date() }
  await app.deps.db.insertInto('job_runs').values(run).execute()
  return id
}
const cta = () => owner.ctas.create({ name: 'Call them' })
const invited = () => owner.members.invite({ email: `new${++made}@example.com`, role: 'viewer' })
const member = async () => {
  const { userId } = await app.session('viewer')
  return (await owner.members.list()).find((each) => each.userId === userId)!
}

const passwordToken = async () => {
  const { id } = await member()
  return new URL((await owner.members.createPasswordLink({ memberId: id })).link).hash.slice(1)
}

const signedIn = async (procedure: string, json: object) => {
  const { cookie } = await app.session('owner')
  return async () => {
    const headers = { cookie, origin: app.deps.config.publicUrl }
    const response = await app.request(`/api/trpc/${procedure}`, { json, headers })
    expect(response.status).toBe(200)
  }
}
const fromTemplate = () =>
  owner.journeyTemplates.use({
    templateId: 'npsToChat',
    connections: { slack: { create: { name: `Slack ${++made}`, auth: { kind: 'bearer', token: 'xoxb-s3cret' } } } },
  })

/** Makes ready what the operation needs; what it answers calls the operation, once and with success. */
const scenarios: Record<string, () => Promise<() => Promise<unknown>>> = {
  // The first, while there is nobody yet.
  'auth.createOwner': async () => () =>
    app.caller(null).auth.createOwner({ name: 'Mio', email: 'mio@example.com', password: 'correct horse battery' }),
  'auth.acceptInvitation': async () => {
    const token = new URL((await invited()).link).hash.slice(1)
    const account = { name: 'New', password: 'correct horse battery' }
    return () => app.caller(null).auth.acceptInvitation({ token, account })
  },
  'apiKeys.create': async () => () => owner.apiKeys.create({ name: 'CI' }),
  'apiKeys.revoke': async () => {
    const { apiKey } = await owner.apiKeys.create({ name: 'CI' })
    return () => owner.apiKeys.revoke({ id: apiKey.id })
  },
  'backgroundWork.retry': async () => {
    const id = await backgroundRun('failed')
    return () => owner.backgroundWork.retry({ id })
  },
  'backgroundWork.cancel': async () => {
    const id = await backgroundRun('waiting')
    return () => owner.backgroundWork.cancel({ id })
  },
  'people.erase': async () => () => owner.people.erase({ email: `erased${++made}@example.com` }),
  'people.allowAgain': async () => {
    const id = app.deps.ids.uuid()
    const erasure = { id, workspaceId: app.workspace.id, isDryRun: false, keepsOut: true, sealedPerson: '' }
    const requestedBy = { kind: 'system', id: null, name: 'Tabiji' } as const
    await insertErasure(app.deps.db, { ...erasure, requestedBy, createdAt: new Date() })
    await finishErasure(app.deps.db, id, [], new Date())
    return () => owner.people.allowAgain({ id })
  },
  'connections.create': async () => connection,
  'connections.update': async () => {
    const { id } = await connection()
    return () => owner.connections.update({ id, name: `Renamed ${++made}` })
  },
  'connections.delete': async () => {
    const { id } = await connection()
    return () => owner.connections.delete({ id })
  },
  'connections.authorize': async () => {
    const { id } = await connection()
    await owner.connections.revoke({ id })
    return () => owner.connections.authorize({ id })
  },
  'connections.revoke': async () => {
    const { id } = await connection()
    return () => owner.connections.revoke({ id })
  },
  'connections.test': async () => {
    const { id } = await connection()
    return () => owner.connections.test({ id })
  },
  'connections.setQuota': async () => () => owner.connections.setQuota({ connector: 'slack', maxConnections: 3 }),
  'ctas.create': async () => cta,
  'ctas.update': async () => {
    const { id } = await cta()
    return () => owner.ctas.update({ id, name: 'Write to them' })
  },
  'ctas.close': async () => {
    const { id } = await cta()
    return () => owner.ctas.close({ id, outcome: 'closedLost' })
  },
  'ctas.reopen': async () => {
    const { id } = await cta()
    await owner.ctas.close({ id, outcome: 'closedLost' })
    return () => owner.ctas.reopen({ id })
  },
  'events.create': async () => endpoint,
  'events.update': async () => {
    const { id } = (await endpoint()).endpoint
    return () => owner.events.update({ id, name: 'Renamed' })
  },
  'events.delete': async () => {
    const { id } = (await endpoint()).endpoint
    return () => owner.events.delete({ id })
  },
  'events.rotateKey': async () => {
    const { id } = (await endpoint()).endpoint
    return () => owner.events.rotateKey({ id })
  },
  'events.setHmacSecret': async () => {
    const { id } = (await endpoint()).endpoint
    return () => owner.events.setHmacSecret({ id })
  },
  'events.removeHmacSecret': async () => {
    const { id } = (await endpoint()).endpoint
    await owner.events.setHmacSecret({ id })
    return () => owner.events.removeHmacSecret({ id })
  },
  'events.acceptSample': async () => {
    const event = await received()
    return () => owner.events.acceptSample(event)
  },
  'events.replay': async () => {
    const { id, eventId } = await received()
    await app.deps.db.updateTable('inbound_events').set({ status: 'nobody' }).where('id', '=', eventId).execute()
    return () => owner.events.replay({ id })
  },
  'externalActions.create': async () => {
    const connectionId = (await connection()).id
    return () => owner.externalActions.create({ connectionId, name: 'Post', method: 'POST', path: '/echo' })
  },
  'externalActions.update': async () => {
    const { id } = await action()
    return () => owner.externalActions.update({ id, name: 'Renamed' })
  },
  'externalActions.delete': async () => {
    const { id } = await action()
    return () => owner.externalActions.delete({ id })
  },
  'externalActions.duplicate': async () => {
    const { id } = await action()
    return () => owner.externalActions.duplicate({ id })
  },
  'externalActions.test': async () => {
    const { id } = await action()
    return () => owner.externalActions.test({ id })
  },
  'externalActions.testUnsaved': async () => {
    const connectionId = (await connection()).id
    return () =>
      owner.externalActions.testUnsaved({ connectionId, action: { name: 'Post', method: 'POST', path: '/echo' } })
  },
  'externalActions.keepSample': async () => {
    const { id } = await action()
    return () => owner.externalActions.keepSample({ id, reply })
  },
  'externalActions.forgetSample': async () => {
    const { id } = await action()
    await owner.externalActions.keepSample({ id, reply })
    return () => owner.externalActions.forgetSample({ id })
  },
  'imports.dryRun': async () => {
    const input = await uploaded()
    return () => owner.imports.dryRun(input)
  },
  'imports.start': async () => {
    const input = await uploaded()
    return () => owner.imports.start(input)
  },
  'journeyTemplates.use': async () => fromTemplate,
  'journeyTemplates.dismissChecklist': async () => {
    const { journeyId } = await fromTemplate()
    return () => owner.journeyTemplates.dismissChecklist({ journeyId })
  },
  'journeys.create': async () => journey,
  'journeys.createSample': async () => () => owner.journeys.createSample(),
  'journeys.duplicate': async () => {
    const { id } = await journey()
    return () => owner.journeys.duplicate({ journeyId: id })
  },
  'journeys.remove': async () => {
    const { id } = await journey()
    return () => owner.journeys.remove({ journeyId: id })
  },
  'journeys.setAlerts': async () => {
    const { id } = await journey()
    const alerts = { emails: ['ops@example.com'], parked: true, connectionStopped: true, failingPercent: null }
    return () => owner.journeys.setAlerts({ journeyId: id, ...alerts })
  },
  'journeys.publish': async () => {
    const { id } = await owner.journeys.createSample()
    return () => owner.journeys.publish({ journeyId: id })
  },
  'journeys.pause': async () => {
    const journeyId = await published()
    return () => owner.journeys.pause({ journeyId })
  },
  'journeys.resume': async () => {
    const journeyId = await published()
    await owner.journeys.pause({ journeyId })
    return () => owner.journeys.resume({ journeyId })
  },
  'journeys.stop': async () => {
    const journeyId = await published()
    return () => owner.journeys.stop({ journeyId })
  },
  'journeys.restart': async () => {
    const journeyId = await published()
    await owner.journeys.stop({ journeyId })
    return () => owner.journeys.restart({ journeyId })
  },
  'mailServer.save': async () => () => owner.mailServer.save(mailServer),
  'mailServer.remove': async () => {
    await owner.mailServer.save(mailServer)
    return () => owner.mailServer.remove()
  },
  'mailServer.try': async () => () => owner.mailServer.try({ server: mailServer, to: 'me@example.org' }),
  'mails.sendTest': async () => {
    const config = { subject: 'Hi', body: '<p>Hello</p>' }
    const { id } = await owner.journeys.create({
      name: 'A mail',
      nodes: [{ id: 'mail', kind: 'email', position: { x: 0, y: 0 }, config }],
    })
    return () => owner.mails.sendTest({ journeyId: id, nodeId: 'mail', to: 'me@example.org' })
  },
  'members.invite': async () => invited,
  'members.createPasswordLink': async () => {
    const { id } = await member()
    return () => owner.members.createPasswordLink({ memberId: id })
  },
  'auth.requestPasswordMail': async () => () => app.caller(null).auth.requestPasswordMail({ email: 'mio@example.com' }),
  'auth.openPasswordLink': async () => {
    const token = await passwordToken()
    return () => app.caller(null).auth.openPasswordLink({ token })
  },
  'auth.resetPassword': async () => {
    const token = await passwordToken()
    return () => app.caller(null).auth.resetPassword({ token, password: 'a lamp beside the river' })
  },
  'members.cancelInvitation': async () => {
    const { invitation } = await invited()
    return () => owner.members.cancelInvitation({ id: invitation.id })
  },
  'members.changeRole': async () => {
    const { id } = await member()
    return () => owner.members.changeRole({ memberId: id, role: 'editor' })
  },
  'members.remove': async () => {
    const { id } = await member()
    return () => owner.members.remove({ memberId: id })
  },
  'participants.enroll': async () => {
    const { id } = await owner.journeys.createSample()
    const participants = [{ email: 'a@example.com' }, { email: 'b@example.com' }]
    return () => owner.participants.enroll({ journeyId: id, participants })
  },
  'participants.act': async () => {
    const journeyId = await published()
    return () => owner.participants.act({ journeyId, action: 'drop', filter: {} })
  },
  'settings.update': async () => () => owner.settings.update({ name: 'Renamed' }),
  'workspaces.create': () => signedIn('workspaces.create', { name: 'Second' }),
  'auth.setLocale': () => signedIn('auth.setLocale', { locale: 'ja' }),
  'auth.switchWorkspace': () => signedIn('auth.switchWorkspace', { workspaceId: app.workspace.id }),
  'externalActions.import': async () => () =>
    owner.externalActions.import({ curl: 'curl https://api.example.com/orders' }),
  'externalActions.operations': async () => () =>
    owner.externalActions.operations({
      openapi: {
        openapi: '3.1.0',
        info: { title: 'Orders', version: '1' },
        paths: { '/orders': { get: { responses: { 200: { description: 'The orders' } } } } },
      },
    }),
  'code.check': async () => () => owner.code.check({ source: 'return {}' }),
  'code.try': async () => {
    const { id } = await journey()
    return () => owner.code.try({ journeyId: id, source: 'return {}' })
  },
  'journeys.editDraft': async () => {
    const { id } = await journey()
    const { draftRevision: baseRevision } = await owner.journeys.get({ journeyId: id })
    return () =>
      owner.journeys.editDraft({
        journeyId: id,
        baseRevision,
        operations: [{ op: 'setSettings', settings: { name: 'Renamed' } }],
      })
  },
  'journeys.replace': async () => {
    const { id } = await journey()
    const key = await app.apiKey('editor')
    const got = await app.request(`/api/v1/journeys/${id}`, { key })
    const json = await jsonOf(got)
    return async () => {
      const headers = { 'if-match': got.headers.get('etag')! }
      const response = await app.request(`/api/v1/journeys/${id}`, { method: 'PUT', json, key, headers })
      expect(response.status).toBe(200)
    }
  },
  'journeys.restoreVersion': async () => {
    const journeyId = await published()
    return () => owner.journeys.restoreVersion({ journeyId, number: 1 })
  },
  // The last: nothing is left afterwards.
  'workspaces.delete': async () => {
    const { name } = await owner.settings.get()
    return () => owner.workspaces.delete({ name })
  },
}

const entries = async () =>
  (await app.deps.db.selectFrom('audit_log').select(['action', 'actor_kind']).orderBy('id').execute())
    // What the system does by itself is not the operation's.
    .filter(({ actor_kind }) => actor_kind !== 'system')
    .map(({ action }) => action)

test('every operation says who may call it', () => {
  const access = [...roles, 'signedIn', 'public']
  expect(all.filter(({ role }) => !access.includes(role)).map(({ name }) => name)).toEqual([])
})

test('every mutation declares its audit entry or the reason for none, and no query does', () => {
  const silent = all.filter(({ kind, audit }) => (kind === 'mutation') !== (audit !== undefined))
  expect(silent.map(({ name }) => name)).toEqual([])
  const reasons = all.flatMap(({ audit }) => (audit !== undefined && isNone(audit) ? [audit.none] : []))
  expect(reasons.filter((reason) => reason.length < 20)).toEqual([])
})

test('every mutation is called below, and nothing else', () => {
  expect(Object.keys(scenarios).toSorted()).toEqual(mutations.map(({ name }) => name).toSorted())
})

describe('a mutation writes the audit entry that it declares, or none where it says why', () => {
  const inOrder = Object.keys(scenarios).flatMap((name) => mutations.filter((operation) => operation.name === name))

  test.each(inOrder)('$name', async ({ name, audit }) => {
    const call = await scenarios[name]!()
    const before = (await entries()).length
    await call()
    const written = (await entries()).slice(before)
    if (typeof audit === 'string') expect(written).toEqual([audit])
    if (isNone(audit!)) expect(written).toEqual([])
    else expect(written).not.toEqual([])
    expect(written.filter((action) => !(declaredActions(audit!) as readonly string[]).includes(action))).toEqual([])
  })
})
