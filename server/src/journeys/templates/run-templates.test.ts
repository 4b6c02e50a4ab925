import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  type StubResponse,
  type CalloutServer,
  type ReceivedRequest,
  startCalloutServer,
} from '../../../test/callout-server.ts'
import { type MailServer, startMailServer } from '../../../test/mail-server.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp, jsonOf, type TestApp } from '../../../test/test-app.ts'

import { closeCta } from '../../engagement/ctas/close-cta.ts'
import { enrollParticipants } from '../../engine/enrollments/enroll-participants.ts'
import { getJourney } from '../drafts/get-journey.ts'
import { publishJourney } from '../publishing/publish-journey.ts'
import { replaceDraft } from '../drafts/replace-draft.ts'
import { getParticipant } from '../people/get-participant.ts'
import { getJourneyChecklist } from '../checklist/get-journey-checklist.ts'
import { connectorsOf } from './list-journey-templates.ts'
import { findTemplate, type TemplateId } from './template-registry.ts'
import { settingsOperations } from '../../accounts/settings/settings.operations.ts'
import { ctaOperations } from '../../engagement/ctas/cta.operations.ts'
import { eventOperations } from '../../inbound/events/event.operations.ts'
import { connectionOperations } from '../../integrations/connections/connection.operations.ts'
import { journeyTemplateOperations } from './journey-template.operations.ts'
import { type InputOf, calling } from '../../../test/call-operation.ts'

type CreateConnectionInput = InputOf<typeof connectionOperations.create>

const testConnection = calling(connectionOperations.test)
const updateWorkspaceSettings = calling(settingsOperations.update)
const listCtas = calling(ctaOperations.list)
const createEndpoint = calling(eventOperations.create)
const createJourneyFromTemplate = calling(journeyTemplateOperations.use)

// Creates a journey from each template with the verb of the gallery, completes its checklist, and runs it to the end.
// The target server responds like the real product and rejects what that would reject.

let mails: MailServer
let app: TestApp

beforeEach(async () => {
  mails = await startMailServer()
  app = await createTestApp({
    env: { smtpUrl: mails.url, mailFrom: 'Tabiji <tabiji@example.org>', publicUrl: 'https://journeys.example.org' },
  })
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  await mails.close()
})

type Product = { basePath: string; auth: NonNullable<CreateConnectionInput['auth']> }
type Setup = { fill?: Record<string, Record<string, string>>; change?: (document: JourneyDocument) => void }

/** Creates a journey from the template, completes its checklist and publishes it. */
async function startFromTemplate(templateId: TemplateId, target: CalloutServer, product: Product, setup: Setup = {}) {
  const ctx = app.ctx('admin')
  await updateWorkspaceSettings(ctx, { calloutAllow: [target.allow] })
  const [connector = 'slack'] = connectorsOf(findTemplate(templateId)!)
  const { journeyId, connections } = await createJourneyFromTemplate(ctx, {
    templateId,
    connections: {
      [connector]: { create: { name: connector, baseUrl: target.url + product.basePath, auth: product.auth } },
    },
  })
  const tested = await testConnection(ctx, { id: connections[connector]! })
  expect(tested.outcome).toBe('succeeded')
  target.requests.length = 0

  const { document, draftRevision } = await getJourney(ctx, journeyId)
  for (const [nodeId, tokens] of Object.entries(setup.fill ?? {})) {
    const mapped = nodeOf(document, nodeId).config['tokens'] as Record<string, object>
    for (const [token, value] of Object.entries(tokens)) mapped[token] = { from: 'custom', value }
  }
  setup.change?.(document)
  await replaceDraft(ctx, journeyId, { baseRevision: draftRevision, document })
  await publishJourney(ctx, journeyId)

  return {
    ctx,
    journeyId,
    async enrol(values: Record<string, string | number>) {
      const { results } = await enrollParticipants(ctx, journeyId, { participants: [values] })
      return results[0]!.participantId!
    },
    async ends(participantId: string, status: string) {
      await until(`the person to be ${status}`, async () => {
        const { enrollments } = await getParticipant(ctx, journeyId, participantId)
        return enrollments[0]!.status === status
      })
      // `getParticipant` reads the fields before the enrollment, so only a second read is sure to return the final
      // state of both.
      return getParticipant(ctx, journeyId, participantId)
    },
  }
}

function nodeOf(document: JourneyDocument, id: string) {
  const node = document.nodes.find((each) => each.id === id)
  if (!node) throw new Error(`the template has no step ${id}`)
  return node
}

async function receivedMail() {
  const [received] = await until('the mail', async () => mails.received.length > 0 && mails.received)
  return received!
}

async function answerSurvey(form: Record<string, string>) {
  const { mail } = await receivedMail()
  const path = /https:\/\/journeys\.example\.org(\/s\/[A-Za-z0-9_-]{22})"/.exec(mail.html!)![1]!
  const answer = await app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  })
  expect(answer.status).toBeLessThan(400)
}

const basic = (username: string, password: string) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

/** Like Slack: always 200, and the body says whether the call succeeded. */
function slackLike({ method, path, headers, body }: ReceivedRequest): StubResponse {
  const refuse = (error: string): StubResponse => ({ body: { ok: false, error } })
  if (headers['authorization'] !== 'Bearer xoxb-test') return refuse('invalid_auth')
  if (path === '/api/auth.test') return { body: { ok: true, team: 'Test' } }
  if (method !== 'POST' || path !== '/api/chat.postMessage') return refuse('unknown_method')
  if (!headers['content-type']?.startsWith('application/json')) return refuse('invalid_form_data')
  const { channel, text } = JSON.parse(body) as Record<string, unknown>
  if (typeof channel !== 'string' || !channel.startsWith('#')) return refuse('channel_not_found')
  if (typeof text !== 'string' || text === '') return refuse('no_text')
  return { body: { ok: true, channel, ts: '1732550400.000100' } }
}
const slack: Product = { basePath: '/api', auth: { kind: 'bearer', token: 'xoxb-test' } }

it('an NPS answer is posted to the chat with score and comment, and the message is kept with the person', async () => {
  await using target = await startCalloutServer({ answer: slackLike })
  await using _ = await runWorker(app.deps)
  const { enrol, ends } = await startFromTemplate('npsToChat', target, slack, { fill: { post: { channel: '#nps' } } })
  const id = await enrol({ email: 'customer001@example.com', firstName: 'Customer "001"', company: 'Example & Co' })
  await answerSurvey({ score: '9', comment: 'Quick,\nfriendly "people" \\o/ 👍' })
  const person = await ends(id, 'completed')

  expect(target.requests).toHaveLength(1)
  const [request] = target.requests
  expect(request).toMatchObject({
    method: 'POST',
    path: '/api/chat.postMessage',
    headers: { authorization: 'Bearer xoxb-test', 'idempotency-key': expect.any(String) },
  })
  expect(request!.headers['content-type']).toMatch(/^application\/json/)
  expect(JSON.parse(request!.body)).toEqual({
    channel: '#nps',
    text: 'Customer "001" of Example & Co gave 9: Quick,\nfriendly "people" \\o/ 👍',
  })
  expect(person.fields).toMatchObject({ score: 9, slackTs: '1732550400.000100' })
  expect(person.enrollments[0]).toMatchObject({ reason: 'answered' })
})

it('a chat that says no in a 200 answer parks the person instead of losing the answer', async () => {
  await using target = await startCalloutServer({ answer: slackLike })
  await using _ = await runWorker(app.deps)
  const { enrol, ends } = await startFromTemplate('npsToChat', target, slack, {
    fill: { post: { channel: 'no-hash' } },
  })
  const id = await enrol({ email: 'customer001@example.com' })
  await answerSurvey({ score: '3' })
  const person = await ends(id, 'parked')
  expect(person.enrollments[0]).toMatchObject({ nodeId: 'post' })
  expect(person.fields).toMatchObject({ score: 3 })
})

/** Like Twilio: form-encoded request, 201. */
function twilioLike({ method, path, headers, body }: ReceivedRequest): StubResponse {
  const account = '/2010-04-01/Accounts/AC123'
  if (headers['authorization'] !== basic('SK123', 'secret')) return { status: 401, body: { code: 20003 } }
  if (method === 'GET' && path === `${account}/IncomingPhoneNumbers.json`)
    return { body: { incoming_phone_numbers: [] } }
  if (method !== 'POST' || path !== `${account}/Messages.json`) return { status: 404, body: { code: 20404 } }
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return { status: 400 }
  const form = new URLSearchParams(body)
  if (!/^\+\d{8,15}$/.test(form.get('To') ?? '')) return { status: 400, body: { code: 21211 } }
  if (!form.get('From') || !form.get('Body')) return { status: 400, body: { code: 21602 } }
  return { status: 201, body: { sid: 'SM456', status: 'queued' } }
}
const twilio: Product = {
  basePath: '/2010-04-01/Accounts/AC123',
  auth: { kind: 'basic', username: 'SK123', password: 'secret' },
}
const sms: Setup = {
  fill: { sms: { from: '+15005550006' } },
  change: (document) => {
    nodeOf(document, 'opened').config['timeLimit'] = { amount: 3, unit: 'seconds' }
  },
}

it('a mail that nobody opens is followed by an SMS', async () => {
  await using target = await startCalloutServer({ answer: twilioLike })
  await using _ = await runWorker(app.deps)
  const { enrol, ends } = await startFromTemplate('unopenedMailToSms', target, twilio, sms)
  const id = await enrol({ email: 'customer001@example.com', firstName: 'A&B=C +1', phone: '+81300000000' })
  expect((await receivedMail()).to).toEqual(['customer001@example.com'])
  const person = await ends(id, 'completed')
  expect(target.requests).toHaveLength(1)
  expect(target.requests[0]).toMatchObject({ method: 'POST', path: '/2010-04-01/Accounts/AC123/Messages.json' })
  expect(Object.fromEntries(new URLSearchParams(target.requests[0]!.body))).toEqual({
    To: '+81300000000',
    From: '+15005550006',
    Body: 'A&B=C +1, we sent you a mail with news. Please have a look.',
  })
  expect(person.fields).toMatchObject({ smsSid: 'SM456' })
  expect(person.enrollments[0]).toMatchObject({ reason: 'reminded' })
})

it('unopened mail to SMS: a person who opened the mail or has no phone number gets no SMS', async () => {
  await using target = await startCalloutServer({ answer: twilioLike })
  await using _ = await runWorker(app.deps)
  const { enrol, ends } = await startFromTemplate('unopenedMailToSms', target, twilio, {
    ...sms,
    change: (document) => {
      nodeOf(document, 'opened').config['timeLimit'] = { amount: 10, unit: 'seconds' }
    },
  })
  const opener = await enrol({ email: 'customer001@example.com', phone: '+81300000000' })
  const { mail } = await receivedMail()
  const pixel = /https:\/\/journeys\.example\.org(\/t\/o\/[^"]+)"/.exec(mail.html!)![1]!
  expect((await app.request(pixel, { headers: { 'user-agent': 'Mozilla/5.0 (Macintosh)' } })).status).toBe(200)
  expect((await ends(opener, 'completed')).enrollments[0]).toMatchObject({ reason: 'opened' })
  const noPhone = await enrol({ email: 'customer002@example.com' })
  expect((await ends(noPhone, 'completed')).enrollments[0]).toMatchObject({ reason: 'notReached' })
  expect(target.received).toBe(1)
})

/** Like Zendesk: 201 with the ticket, 422 for a ticket without subject or comment. */
function zendeskLike({ method, path, headers, body }: ReceivedRequest): StubResponse {
  const isKnown = headers['authorization'] === basic('agent@example.com/token', 'secret')
  if (path === '/api/v2/users/me.json') return { body: { user: isKnown ? { id: 7 } : { id: null } } }
  if (!isKnown) return { status: 401, body: { error: 'Couldn’t authenticate you' } }
  if (method !== 'POST' || path !== '/api/v2/tickets.json') return { status: 404 }
  if (!headers['content-type']?.startsWith('application/json')) return { status: 415 }
  const { ticket } = JSON.parse(body) as { ticket: Record<string, unknown> & { comment?: { body?: string } } }
  if (!ticket.comment?.body || !ticket['subject']) return { status: 422, body: { error: 'RecordInvalid' } }
  if (!['urgent', 'high', 'normal', 'low'].includes(String(ticket['priority']))) return { status: 422 }
  return { status: 201, body: { ticket: { id: 4711, ...ticket } } }
}
const zendesk: Product = {
  basePath: '/api/v2',
  auth: { kind: 'basic', username: 'agent@example.com/token', password: 'secret' },
}

it('a CTA that is closed lost becomes a ticket, and one that is won does not', async () => {
  await using target = await startCalloutServer({ answer: zendeskLike })
  await using _ = await runWorker(app.deps)
  const { ctx, enrol, ends, journeyId } = await startFromTemplate('lostCtaToTicket', target, zendesk)
  const close = async (participantId: string, outcome: 'closedLost' | 'closedSuccess') => {
    const cta = await until('the CTA', async () => (await listCtas(ctx, { journeyId, participantId })).items[0])
    expect(cta).toMatchObject({ status: 'open', owner: 'Owner 001', priority: 'high', reason: 'Renewal at risk' })
    await closeCta(ctx, { id: cta.id, outcome })
  }
  const lost = await enrol({
    email: 'customer001@example.com',
    firstName: 'Customer 001',
    company: 'Example "Ltd"',
    owner: 'Owner 001',
  })
  const won = await enrol({ email: 'customer002@example.com', owner: 'Owner 001' })
  await close(lost, 'closedLost')
  await close(won, 'closedSuccess')

  const person = await ends(lost, 'completed')
  expect((await ends(won, 'completed')).enrollments[0]).toMatchObject({ reason: 'won' })
  expect(target.requests).toHaveLength(1)
  expect(target.requests[0]).toMatchObject({ method: 'POST', path: '/api/v2/tickets.json' })
  expect(JSON.parse(target.requests[0]!.body)).toEqual({
    ticket: {
      subject: 'CTA lost: Example "Ltd"',
      comment: {
        body: 'The CTA for Customer 001 of Example "Ltd" was closed as lost. Owner: Owner 001.',
      },
      priority: 'high',
      requester: { name: 'Customer 001', email: 'customer001@example.com' },
    },
  })
  expect(person.fields).toMatchObject({ ticketId: 4711 })
  expect(person.enrollments[0]).toMatchObject({ reason: 'handedOver' })
  expect((await getJourneyChecklist(ctx, journeyId)).items?.every(({ isDone }) => isDone)).toBe(true)
})

it('a bad CSAT answer becomes an issue with its comment', async () => {
  await using target = await startCalloutServer({
    answer: ({ method, path, headers, body }) => {
      if (headers['authorization'] !== basic('admin@example.com', 'secret')) return { status: 401 }
      if (path === '/rest/api/3/myself') return { body: { accountId: 'a' } }
      if (method !== 'POST' || path !== '/rest/api/3/issue') return { status: 404 }
      const { fields } = JSON.parse(body) as { fields: { description: { type: string; version: number } } }
      if (fields.description.type !== 'doc' || fields.description.version !== 1) return { status: 400 }
      return { status: 201, body: { id: '10001', key: 'CS-24' } }
    },
  })
  await using _ = await runWorker(app.deps)
  const { enrol, ends } = await startFromTemplate(
    'csatToTicket',
    target,
    { basePath: '/rest/api/3', auth: { kind: 'basic', username: 'admin@example.com', password: 'secret' } },
    { fill: { issue: { project: 'CS' } } },
  )
  const id = await enrol({ email: 'customer001@example.com', company: 'Example' })
  await answerSurvey({ score: '2', comment: 'Too slow.' })
  const person = await ends(id, 'completed')
  expect(target.requests).toHaveLength(1)
  expect(JSON.parse(target.requests[0]!.body)).toEqual({
    fields: {
      project: { key: 'CS' },
      issuetype: { name: 'Task' },
      summary: 'Example gave 2 of 5',
      description: {
        type: 'doc',
        version: 1,
        content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Too slow. (customer001@example.com)' }] }],
      },
    },
  })
  expect(person.fields).toMatchObject({ issueKey: 'CS-24' })
})

/** Posts an event of another system. */
async function postEvent(journeyId: string, topic: string, fields: readonly string[], event: object) {
  const { endpoint, key } = await createEndpoint(app.ctx(), {
    name: topic,
    topic,
    matchBy: [{ path: 'email', field: 'email' }],
    mapping: fields.map((field) => ({ path: field, field })),
    enrollJourneyId: journeyId,
    updatesPeople: true,
  })
  const send = async (body: object) =>
    expect((await app.request(new URL(endpoint.url).pathname, { key, json: body })).status).toBe(202)
  await send(event)
  return send
}

async function personOf(journeyId: string, email: string): Promise<string> {
  return until('the person of the event', async () => {
    const key = await app.apiKey('viewer')
    const { items } = await jsonOf(await app.request(`/api/v1/journeys/${journeyId}/participants?q=${email}`, { key }))
    return items[0]?.participantId ?? items[0]?.id
  })
}

it('a changed customer is updated in the CRM, and created where the CRM does not know them', async () => {
  const known = new Set(['customer001@example.com'])
  await using target = await startCalloutServer({
    answer: ({ method, path, headers, body }) => {
      if (headers['authorization'] !== 'Bearer pat-test') return { status: 401 }
      if (path === '/account-info/v3/details') return { body: { portalId: 1 } }
      const { pathname, searchParams } = new URL(path, 'http://crm')
      const { properties } = JSON.parse(body) as { properties: Record<string, string> }
      if (method === 'POST' && pathname === '/crm/v3/objects/contacts') {
        known.add(properties['email'] ?? '')
        return { status: 201, body: { id: 'new' } }
      }
      const email = decodeURIComponent(pathname.split('/').at(-1) ?? '')
      if (method !== 'PATCH' || searchParams.get('idProperty') !== 'email') return { status: 405 }
      return known.has(email) ? { body: { id: 'old' } } : { status: 404, body: { category: 'OBJECT_NOT_FOUND' } }
    },
  })
  await using _ = await runWorker(app.deps)
  const { ends, journeyId } = await startFromTemplate('changeToCrm', target, {
    basePath: '',
    auth: { kind: 'bearer', token: 'pat-test' },
  })
  const send = await postEvent(journeyId, 'person.changed', ['firstName', 'lastName', 'phone', 'company'], {
    email: 'customer001@example.com',
    firstName: 'Customer',
    lastName: '001',
    company: 'Example',
  })
  const old = await ends(await personOf(journeyId, 'customer001@example.com'), 'completed')
  expect(old.fields).toMatchObject({ contactId: 'old' })
  expect(target.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'PATCH /crm/v3/objects/contacts/customer001%40example.com?idProperty=email',
  ])
  expect(JSON.parse(target.requests[0]!.body)).toEqual({
    properties: { firstname: 'Customer', lastname: '001', company: 'Example' },
  })
  await send({ email: 'customer002@example.com', firstName: 'Customer', lastName: '002' })
  const created = await ends(await personOf(journeyId, 'customer002@example.com'), 'completed')
  expect(created.fields).toMatchObject({ contactId: 'new' })
  expect(target.requests.map(({ method }) => method)).toEqual(['PATCH', 'PATCH', 'POST'])
})

it('a health score that drops by a fifth is told in the chat and opens a CTA; a smaller drop does neither', async () => {
  await using target = await startCalloutServer({ answer: slackLike })
  await using _ = await runWorker(app.deps)
  const { ctx, ends, journeyId } = await startFromTemplate('healthDropToAlert', target, slack, {
    fill: { alert: { channel: '#health' } },
  })
  const send = await postEvent(journeyId, 'health.changed', ['company', 'owner', 'healthScore', 'healthDropPercent'], {
    email: 'customer001@example.com',
    company: 'Example',
    owner: 'Owner 001',
    healthScore: 56,
    healthDropPercent: 30,
  })
  await send({ email: 'customer002@example.com', company: 'Other', healthScore: 90, healthDropPercent: 5 })
  const dropped = await ends(await personOf(journeyId, 'customer001@example.com'), 'completed')
  const stable = await ends(await personOf(journeyId, 'customer002@example.com'), 'completed')
  expect(dropped.enrollments[0]).toMatchObject({ reason: 'alerted' })
  expect(stable.enrollments[0]).toMatchObject({ reason: 'smallChange' })
  expect(target.requests.map(({ body }) => JSON.parse(body))).toEqual([
    { channel: '#health', text: 'The health score of Example fell by 30 % to 56.' },
  ])
  expect((await listCtas(ctx, { journeyId })).items).toMatchObject([
    { name: 'Health of Example fell by 30 %', owner: 'Owner 001', status: 'open' },
  ])
})
