import { journeyDocumentSchema } from '@tabiji/shared/graph/journey-document.ts'
import { outletsOfDraft } from '@tabiji/shared/nodes/node-kind.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startCalloutServer } from '../../../test/callout-server.ts'
import { buildConnection, buildExternalAction } from '../../../test/callout-factories.ts'
import { followCalledPeople } from '../../../test/follow-called-people.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'
import { enrollParticipants } from '../../engine/enrollments/enroll-participants.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { getJourney } from '../../journeys/drafts/get-journey.ts'
import { pauseJourney } from '../../journeys/lifecycle/pause-journey.ts'
import { publishJourney } from '../../journeys/publishing/publish-journey.ts'
import { replaceDraft } from '../../journeys/drafts/replace-draft.ts'
import { testCallbackAddress } from '../../integrations/calls/callback-address.ts'
import { journeyOperations } from '../../journeys/drafts/journey.operations.ts'
import { callingForJourney } from '../../../test/call-operation.ts'

const resumeJourney = callingForJourney(journeyOperations.resume)

const target = await startCalloutServer()
const app = await createTestApp({ env: { calloutAllow: [target.allow], publicUrl: 'https://journeys.example.org' } })
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})
let externalActionId = ''

const at = { x: 0, y: 0 }
const job = '{{ nodes.submit.job }}'
const taken = { body: { job: 'j1' } }
const callback = {
  timeLimit: { amount: 1, unit: 'hours' },
  succeededWhen: { state: 'done' },
  values: [{ name: 'ticket', key: 'result.id', type: 'text' }],
}

beforeAll(async () => {
  const connection = await buildConnection(app.ctx(), { baseUrl: target.url })
  const action = await buildExternalAction(app.ctx(), {
    connectionId: connection.id,
    method: 'POST',
    path: '/jobs',
    body: { kind: 'json', template: '{"who":"{{who}}","notify":"{{notify}}"}' },
    tokens: [
      { name: 'who', type: 'text', required: true },
      { name: 'notify', type: 'url', required: true },
    ],
    extract: [{ name: 'job', path: '$.job', type: 'text', ifMissing: 'empty' }],
  })
  externalActionId = action.id
})
beforeEach(() => {
  target.requests.length = 0
  target.answer = () => taken
})

function documentOf(changes: object = {}) {
  const submit = {
    externalActionId,
    tokens: { who: { from: 'field', field: 'email' }, notify: { from: 'callbackUrl' } },
    save: [{ output: 'ticket', field: 'ticket' }],
    callback,
    ...changes,
  }
  const ends = ['good', 'bad', 'late'].map((id) => ({ id, kind: 'exit', position: at, config: { reason: id } }))
  return {
    name: 'Order',
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'ticket', type: 'text' },
      { key: 'note', type: 'text' },
    ],
    uniqueBy: ['email'],
    nodes: [
      { id: 'entry', kind: 'entry', position: at, config: {} },
      { id: 'submit', kind: 'callApi', position: at, config: submit },
      {
        id: 'note',
        kind: 'updateField',
        position: at,
        config: {
          assignments: [
            { field: 'note', value: { template: submit.callback ? `${job}/{{ nodes.submit.ticket }}` : job } },
          ],
        },
      },
      ...ends,
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'submit' },
      { source: 'note', outlet: 'next', target: 'good' },
      ...outletsOfDraft({ id: 'submit', kind: 'callApi', position: at, config: submit }).map((outlet) => ({
        source: 'submit',
        outlet,
        target: { next: 'note', failed: 'bad' }[outlet] ?? 'late',
      })),
    ],
  }
}

async function startJourney(people = 1, changes: object = {}) {
  const ctx = app.ctx('admin')
  const { id } = await createJourney(ctx, documentOf(changes) as never)
  await publishJourney(ctx, id)
  const emails = Array.from({ length: people }, (_, index) => `customer00${index + 1}@example.com`)
  const { results } = await enrollParticipants(ctx, id, { participants: emails.map((email) => ({ email })) })
  return { ctx, id, emails, ...followCalledPeople(app, emails, results) }
}

/** The path of the callback address that was sent with the call for this person. */
async function addressOf(email: string): Promise<string> {
  const sent = await until(`the call for ${email}`, async () =>
    target.requests.map(({ body }) => JSON.parse(body)).find(({ who }) => who === email),
  )
  const { origin, pathname } = new URL(sent.notify)
  expect(origin).toBe('https://journeys.example.org')
  return pathname
}

const sendCallback = (path: string, json: object) => app.request(path, { method: 'POST', json })

describe('the callback on a call', () => {
  test('lets each person go on by what it says, keeps its values, and is taken once', async () => {
    await using _ = await runWorker(app.deps)
    const { emails, waits, ended, look } = await startJourney(3)
    for (const email of emails) await waits(email)
    const [first, second, third] = emails as [string, string, string]

    const accepted = await sendCallback(await addressOf(second), { state: 'done', result: { id: 'T-2' } })
    expect([accepted.status, await jsonOf(accepted)]).toEqual([202, { status: 'accepted' }])
    const refused = await sendCallback(await addressOf(first), { state: 'refused', result: { id: 'T-1' } })
    expect(refused.status).toBe(202)

    expect(await ended(second)).toMatchObject({
      reason: 'good',
      fields: { ticket: 'T-2', note: 'j1/T-2' },
      outputs: { submit: { job: 'j1', ticket: 'T-2' } },
    })
    expect((await ended(first)).reason).toBe('bad')
    expect((await look(third)).stepId).toBe('submit/callback')

    const again = await sendCallback(await addressOf(second), { state: 'refused' })
    expect(again.status).toBe(410)
    expect((await jsonOf(again)).detail).toMatch(/no longer waited for/)
  })

  test('counts when it comes before the reply to the call', async () => {
    target.answer = async ({ body }) => {
      const early = await sendCallback(new URL(JSON.parse(body).notify).pathname, {
        state: 'done',
        result: { id: 'T-9' },
      })
      expect(early.status).toBe(202)
      return taken
    }
    await using _ = await runWorker(app.deps)
    const { ended } = await startJourney()
    expect(await ended()).toMatchObject({ reason: 'good', fields: { note: 'j1/T-9' } })
  })

  test('is refused after the time limit, which has led the person on', async () => {
    await using _ = await runWorker(app.deps)
    const { ended, emails } = await startJourney(1, {
      callback: { ...callback, timeLimit: { amount: 1, unit: 'seconds' } },
    })
    expect((await ended()).reason).toBe('late')
    expect((await sendCallback(await addressOf(emails[0]!), { state: 'done' })).status).toBe(410)
  })

  test('is kept during a pause, and only the first of two', async () => {
    await using _ = await runWorker(app.deps)
    const { ctx, id, waits, look, ended, emails } = await startJourney()
    await waits()
    await pauseJourney(ctx, id)
    const path = await addressOf(emails[0]!)
    const answers = await Promise.all([sendCallback(path, { state: 'done' }), sendCallback(path, { state: 'done' })])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 202])
    expect((await look(emails[0]!)).stepId).toBe('submit/callback')
    await resumeJourney(ctx, id, { overdue: 'send' })
    expect((await ended()).reason).toBe('good')
  })

  test('can be a form, or say nothing where no rule asks for more', async () => {
    await using _ = await runWorker(app.deps)
    const { ended, waits, emails } = await startJourney(2, { callback: { ...callback, succeededWhen: {} } })
    for (const email of emails) await waits(email)
    const form = await app.request(await addressOf(emails[0]!), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ 'result.id': 'T-5' }).toString(),
    })
    const empty = await app.request(await addressOf(emails[1]!), { method: 'POST' })
    expect([form.status, empty.status]).toEqual([202, 202])
    expect((await ended(emails[0])).fields.ticket).toBe('T-5')
    expect(await ended(emails[1])).toMatchObject({ reason: 'good', outputs: { submit: { job: 'j1', ticket: null } } })
  })

  test('is judged by what is looked for, however much else it says', async () => {
    await using _ = await runWorker(app.deps)
    const { waits, ended, emails } = await startJourney()
    await waits()
    const rest = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`part${index}`, 'x'.repeat(900)]))
    const ticket = 'T'.repeat(3000)
    const taken = await sendCallback(await addressOf(emails[0]!), { ...rest, state: 'done', result: { id: ticket } })
    expect(taken.status).toBe(202)
    expect(await ended()).toMatchObject({ reason: 'good', fields: { ticket } })
  })

  test('that cannot be read is refused and changes nothing', async () => {
    await using _ = await runWorker(app.deps)
    const { waits, ended, emails } = await startJourney()
    await waits()
    const path = await addressOf(emails[0]!)
    const broken = await app.request(path, {
      method: 'POST',
      body: '{"state":',
      headers: { 'content-type': 'text/plain' },
    })
    expect([broken.status, (await jsonOf(broken)).code]).toEqual([400, 'badRequest'])
    expect((await sendCallback(path, { state: 'x'.repeat(1_100_000) })).status).toBe(413)
    expect((await sendCallback(path, { state: 'done' })).status).toBe(202)
    expect((await ended()).reason).toBe('good')
  })
})

describe('an address', () => {
  test('of another person or visit cannot be made from a known one', async () => {
    await using _ = await runWorker(app.deps)
    const { waits, look, emails } = await startJourney()
    await waits()
    const path = await addressOf(emails[0]!)
    const bytes = Buffer.from(path.slice('/c/'.length), 'base64url')
    for (const at of [0, 15, 19, 20, 35]) {
      const forged = Buffer.from(bytes)
      forged[at]! ^= 1
      expect((await sendCallback(`/c/${forged.toString('base64url')}`, { state: 'done' })).status).toBe(404)
    }
    for (const odd of [`${path}x`, `${path}=`, path.slice(0, -1), '/c/%00'])
      expect((await sendCallback(odd, { state: 'done' })).status).toBe(404)
    expect((await look(emails[0]!)).stepId).toBe('submit/callback')
  })

  test('of a call that is only tried is answered and reaches nobody', async () => {
    const answer = await sendCallback(new URL(testCallbackAddress(app.deps)).pathname, { state: 'done' })
    expect([answer.status, await jsonOf(answer)]).toEqual([200, { status: 'test' }])
  })

  test('is no longer good when the waiting was turned off, and whoever waited goes on', async () => {
    await using _ = await runWorker(app.deps)
    const { ctx, id, waits, ended, emails } = await startJourney()
    await waits()
    const off = documentOf({
      callback: null,
      tokens: { who: { from: 'field', field: 'email' }, notify: { from: 'custom', value: 'https://example.com' } },
      save: [],
    })
    const { draftRevision } = await getJourney(ctx, id)
    const document = journeyDocumentSchema.parse({ schemaVersion: 1, timeZone: 'UTC', reentry: 'never', ...off })
    await replaceDraft(ctx, id, { baseRevision: draftRevision, document })
    await publishJourney(ctx, id)
    expect((await ended()).reason).toBe('good')
    expect((await sendCallback(await addressOf(emails[0]!), { state: 'done' })).status).toBe(410)
  })
})
