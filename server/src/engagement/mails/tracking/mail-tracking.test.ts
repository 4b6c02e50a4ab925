import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MailServer, startMailServer } from '../../../../test/mail-server.ts'
import { runWorker, until } from '../../../../test/run-worker.ts'
import { createTestApp, type TestApp } from '../../../../test/test-app.ts'
import { journeyAnalytics } from '../../../insights/journeys/journey-analytics.ts'
import { enrollParticipants } from '../../../engine/enrollments/enroll-participants.ts'
import { pauseJourney } from '../../../journeys/lifecycle/pause-journey.ts'
import { stopJourney } from '../../../journeys/lifecycle/stop-journey.ts'
import { createJourney } from '../../../journeys/drafts/create-journey.ts'
import { deleteJourney } from '../../../journeys/drafts/delete-journey.ts'
import { publishJourney } from '../../../journeys/publishing/publish-journey.ts'
import { getParticipant } from '../../../journeys/people/get-participant.ts'
import { journeyOperations } from '../../../journeys/drafts/journey.operations.ts'
import { callingForJourney } from '../../../../test/call-operation.ts'

const resumeJourney = callingForJourney(journeyOperations.resume)

let server: MailServer
let app: TestApp

beforeEach(async () => {
  server = await startMailServer()
  app = await createTestApp({
    env: { smtpUrl: server.url, mailFrom: 'Tabiji <tabiji@example.org>', publicUrl: 'https://journeys.example.org' },
  })
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  await server.close()
})

const at = { x: 0, y: 0 }
const body = `<p>Hello {{ participant.email }}</p>
<p><a href="https://example.com/offer?for={{ participant.id }}&amp;x=1">Your offer</a>
<a href="http://example.com/help">Help</a> <a href="http://example.com/help">Help again</a></p>
<p><a href="mailto:us@example.com">Write</a> <a href="tel:+81312345678">Call</a> <a href="#top">Up</a>
<a href="https://example.com/unsubscribe">Unsubscribe</a></p>`

type Options = { condition?: object; timeLimit?: object | null; mail?: object }

async function startJourney({ condition, timeLimit = { amount: 1, unit: 'hours' }, mail = {} }: Options = {}) {
  const ctx = app.ctx('admin')
  const { id } = await createJourney(ctx, {
    name: 'Offer',
    fields: [
      { key: 'id', type: 'text', required: true },
      { key: 'email', type: 'email', required: true },
    ],
    uniqueBy: ['id'],
    nodes: [
      { id: 'entry', kind: 'entry', position: at, config: {} },
      { id: 'mail', kind: 'email', position: at, config: { subject: 'Your offer', body, ...mail } },
      {
        id: 'wait',
        kind: 'conditionalWait',
        position: at,
        config: { condition: condition ?? { all: [{ signal: 'mailClicked', node: 'mail' }] }, timeLimit },
      },
      { id: 'done', kind: 'exit', position: at, config: { reason: 'completed' } },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'mail' },
      { source: 'mail', outlet: 'next', target: 'wait' },
      { source: 'wait', outlet: 'met', target: 'done' },
      { source: 'wait', outlet: 'timedOut', target: 'done' },
    ],
  })
  await publishJourney(ctx, id)
  const { results } = await enrollParticipants(ctx, id, {
    participants: [{ id: 'c1', email: 'customer001@example.com' }],
  })
  const participantId = results[0]!.participantId!
  const person = () => getParticipant(ctx, id, participantId)
  const isAt = (nodeId: string) =>
    until(`the person to be at ${nodeId}`, async () => {
      const { enrollments } = await person()
      return enrollments[0]!.nodeId === nodeId && (enrollments[0]!.status !== 'active') === (nodeId === 'done')
    })
  return { ctx, id, participantId, person, isAt }
}

async function receivedMail() {
  const [received] = await until('the mail', async () => server.received.length > 0 && server.received)
  const html = received!.mail.html!
  const addressOf = (label: string) => {
    const [, address] = new RegExp(`<a href="([^"]+)">${label}</a>`).exec(html) ?? []
    return address!
  }
  const pixel = /<img src="https:\/\/journeys\.example\.org(\/t\/o\/[A-Za-z0-9_-]{22}\.gif)"/.exec(html)?.[1]
  return { html, text: received!.mail.text!, addressOf, pixel }
}

const pathOf = (address: string) => new URL(address).pathname

const reader = {
  'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36',
}

async function signals() {
  const rows = await app.deps.db
    .selectFrom('signals')
    .select(['kind', 'node_id', 'payload'])
    .orderBy('occurred_at')
    .execute()
  return rows.map(({ kind, node_id, payload }) => [kind, node_id, (payload as { link?: string } | null)?.link ?? null])
}

async function theMail(journeyId: string) {
  const { items } = await app.caller('viewer').mails.list({ journeyId })
  return app.caller('viewer').mails.get({ id: items[0]!.id })
}

describe('the links of a mail', () => {
  it('lead by way of us under ids that say nothing, one for each address, and leave what is no web address alone', async () => {
    await using _ = await runWorker(app.deps)
    const { id } = await startJourney()
    const { html, text, addressOf } = await receivedMail()
    expect(addressOf('Your offer')).toMatch(/^https:\/\/journeys\.example\.org\/t\/c\/[A-Za-z0-9_-]{22}$/)
    expect(addressOf('Help')).toBe(addressOf('Help again'))
    expect(addressOf('Help')).not.toBe(addressOf('Your offer'))
    expect(addressOf('Write')).toBe('mailto:us@example.com')
    expect(addressOf('Call')).toBe('tel:+81312345678')
    expect(addressOf('Up')).toBe('#top')
    expect(addressOf('Unsubscribe')).toBe('https://example.com/unsubscribe')
    expect(html).not.toContain('example.com/offer')
    expect(html).not.toContain('data-tabiji-link')
    expect(text).toContain(addressOf('Your offer'))

    const offer = await app.request(pathOf(addressOf('Your offer')), { headers: reader })
    expect([offer.status, offer.headers.get('location')]).toEqual([302, 'https://example.com/offer?for=c1&x=1'])
    const help = await app.request(pathOf(addressOf('Help')), { headers: reader })
    expect(help.headers.get('location')).toBe('http://example.com/help')
    const mail = await theMail(id)
    expect(mail.links.map(({ link, label, clicks }) => [link, label, clicks])).toEqual([
      ['http://example.com/help', 'Help', 1],
      ['https://example.com/offer?for={{ participant.id }}&x=1', 'Your offer', 1],
    ])
  })

  it('are left as they are, and no pixel is put in, where tracking is off', async () => {
    await using _ = await runWorker(app.deps)
    await startJourney({ mail: { track: false } })
    const { html, addressOf, pixel } = await receivedMail()
    expect(addressOf('Your offer')).toBe('https://example.com/offer?for=c1&amp;x=1')
    expect(pixel).toBeUndefined()
    expect(html).not.toContain('/t/')
  })

  it('are left as they are in a test mail', async () => {
    const { id } = await startJourney()
    await app.caller('editor').mails.sendTest({ journeyId: id, nodeId: 'mail', to: 'me@example.com' })
    const { html, pixel } = await receivedMail()
    expect(html).toContain('https://example.com/offer?for=c1')
    expect(pixel).toBeUndefined()
  })

  it('cannot be made to lead elsewhere, and an unknown one says so kindly in the language of the browser', async () => {
    await using _ = await runWorker(app.deps)
    await startJourney()
    const { addressOf } = await receivedMail()
    const path = pathOf(addressOf('Help'))
    for (const attempt of [
      `${path}?url=https://evil.example`,
      `${path}?to=//evil.example`,
      `${path}#https://evil.example`,
    ]) {
      expect((await app.request(attempt, { headers: reader })).headers.get('location')).toBe('http://example.com/help')
    }
    for (const attempt of [
      '/t/c/AAAAAAAAAAAAAAAAAAAAAA',
      '/t/c/https%3A%2F%2Fevil.example',
      `/t/c/${encodeURIComponent("' or 1=1 --")}`,
      `${path}x`,
      `${path}/https://evil.example`,
    ]) {
      const answer = await app.request(attempt, { headers: reader })
      expect([attempt, answer.status, answer.headers.get('location')]).toEqual([attempt, 404, null])
    }
    const japanese = await app.request('/t/c/AAAAAAAAAAAAAAAAAAAAAA', { headers: { 'accept-language': 'ja' } })
    expect(await japanese.text()).toContain('このリンクは使えません')
    expect(japanese.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect((await app.request(path, { method: 'POST', headers: reader })).headers.get('location')).toBeNull()
  })
})

describe('a conditional wait', () => {
  it('is met by an opened mail, at once and once', async () => {
    await using _ = await runWorker(app.deps)
    const { id, isAt, person } = await startJourney({ condition: { all: [{ signal: 'mailOpened', node: 'mail' }] } })
    await isAt('wait')
    const { pixel } = await receivedMail()
    const answers = await Promise.all([1, 2, 3].map(() => app.request(pixel!, { headers: reader })))
    expect(answers.map((answer) => [answer.status, answer.headers.get('content-type')])).toEqual(
      [1, 2, 3].map(() => [200, 'image/gif']),
    )
    expect(answers[0]!.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    await isAt('done')
    expect((await person()).stepExecutions.find(({ nodeId }) => nodeId === 'wait')).toMatchObject({ outlet: 'met' })
    expect(await signals()).toEqual([['mailOpened', 'mail', null]])
    expect(await theMail(id)).toMatchObject({ opens: 3, openedAt: expect.any(String), clickedAt: null })
  })

  it('is met by a click on its link alone, which also says that the mail is open', async () => {
    await using _ = await runWorker(app.deps)
    const { id, ctx, isAt, person } = await startJourney({
      condition: {
        all: [{ signal: 'mailClicked', node: 'mail', link: 'https://example.com/offer?for={{ participant.id }}&x=1' }],
      },
    })
    await isAt('wait')
    const { addressOf } = await receivedMail()
    await app.request(pathOf(addressOf('Help')), { headers: reader })
    await until('the person to have been looked at', async () => {
      const { enrollments } = await person()
      return Date.parse(enrollments[0]!.dueAt ?? '') > Date.now()
    })
    expect((await person()).enrollments[0]).toMatchObject({ nodeId: 'wait' })
    for (let click = 0; click < 3; click++) await app.request(pathOf(addressOf('Your offer')), { headers: reader })
    await isAt('done')
    expect((await person()).stepExecutions.find(({ nodeId }) => nodeId === 'wait')).toMatchObject({ outlet: 'met' })
    expect(await signals()).toEqual([
      ['mailOpened', 'mail', null],
      ['mailClicked', 'mail', 'http://example.com/help'],
      ['mailClicked', 'mail', 'https://example.com/offer?for={{ participant.id }}&x=1'],
    ])
    const { nodes } = await journeyAnalytics(ctx, id)
    expect(nodes.find(({ nodeId }) => nodeId === 'mail')).toMatchObject({ mails: { opened: 1, clicked: 1 } })
    const cohort = await journeyAnalytics(ctx, id, { version: 1 })
    expect(cohort.nodes.find(({ nodeId }) => nodeId === 'mail')).toMatchObject({ mails: { opened: 1, clicked: 1 } })
    expect((await theMail(id)).links.map(({ clicks }) => clicks)).toEqual([3, 1])
  })

  it('runs into its time limit when nobody opens the mail', async () => {
    await using _ = await runWorker(app.deps)
    const { isAt, person } = await startJourney({
      condition: { all: [{ signal: 'mailOpened', node: 'mail' }] },
      timeLimit: { amount: 1, unit: 'seconds' },
    })
    await isAt('done')
    expect((await person()).stepExecutions.find(({ nodeId }) => nodeId === 'wait')).toMatchObject({
      outlet: 'timedOut',
    })
  })

  it('counts on resume what was clicked during a pause', async () => {
    await using _ = await runWorker(app.deps)
    const { ctx, id, isAt } = await startJourney()
    await isAt('wait')
    await pauseJourney(ctx, id)
    const { addressOf } = await receivedMail()
    expect((await app.request(pathOf(addressOf('Help')), { headers: reader })).status).toBe(302)
    await resumeJourney(ctx, id)
    await isAt('done')
  })
})

describe('who fetches ahead of a reader', () => {
  it.each([
    ['asks with HEAD', { method: 'HEAD', headers: reader }],
    ['says prefetch', { headers: { ...reader, 'sec-purpose': 'prefetch;prerender' } }],
    ['is the preview of a mail program', { headers: { ...reader, purpose: 'preview' } }],
    ['is a scanner', { headers: { 'user-agent': 'Mozilla/5.0 (compatible; Barracuda Link Protection)' } }],
    [
      'is the preview of a chat',
      { headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' } },
    ],
  ])('is led on but not counted when it %s', async (_how, init) => {
    await using _ = await runWorker(app.deps)
    const { id, isAt } = await startJourney()
    await isAt('wait')
    const { addressOf, pixel } = await receivedMail()
    const answer = await app.request(pathOf(addressOf('Help')), init)
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'http://example.com/help'])
    expect((await app.request(pixel!, init)).status).toBe(200)
    expect(await signals()).toEqual([])
    expect(await theMail(id)).toMatchObject({ opens: 0, clickedAt: null })
  })
})

it('click tracking: the reader is redirected even when the click cannot be recorded', async () => {
  await using _ = await runWorker(app.deps)
  const { isAt } = await startJourney()
  await isAt('wait')
  const { addressOf } = await receivedMail()
  await app.deps.db.schema.alterTable('signals').renameTo('signals_gone').execute()
  const answer = await app.request(pathOf(addressOf('Help')), { headers: reader })
  await app.deps.db.schema.alterTable('signals_gone').renameTo('signals').execute()
  expect(answer.headers.get('location')).toBe('http://example.com/help')
})

it('sent mail: its view in the workspace holds no tracking pixel', async () => {
  await using _ = await runWorker(app.deps)
  const { id, isAt } = await startJourney()
  await isAt('wait')
  expect((await receivedMail()).pixel).toBeDefined()
  const { html } = await theMail(id)
  expect(html).not.toContain('/t/o/')
})

it('tracking ids: a retry keeps them, deleting the journey removes them', async () => {
  await using _ = await runWorker(app.deps)
  server.mode = 'refuse'
  const { ctx, id } = await startJourney()
  await until('the mail to be refused', async () => {
    const { items } = await app.caller('viewer').mails.list({ journeyId: id, status: 'failed' })
    return items.length > 0
  })
  const before = await app.deps.db.selectFrom('mail_links').select('id').orderBy('id').execute()
  expect(before).toHaveLength(2)
  // The state after an operator's retry, before the step counts its next visit.
  await app.deps.db.updateTable('mails').set({ status: 'retrying' }).where('journey_id', '=', id).execute()
  await app.deps.db.updateTable('enrollments').set({ status: 'active', reason: null, due_at: new Date() }).execute()
  server.mode = 'accept'
  const { addressOf } = await receivedMail()
  expect(before.map((link) => link.id)).toContain(pathOf(addressOf('Help')).split('/').at(-1))
  expect(await app.deps.db.selectFrom('mail_links').select('id').execute()).toHaveLength(2)

  await stopJourney(ctx, id)
  await deleteJourney(ctx, id)
  expect((await app.request(pathOf(addressOf('Help')), { headers: reader })).status).toBe(404)
  expect(await app.deps.db.selectFrom('mail_links').select('id').execute()).toEqual([])
})
