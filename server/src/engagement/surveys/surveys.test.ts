import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MailServer, startMailServer } from '../../../test/mail-server.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp, jsonOf, type TestApp } from '../../../test/test-app.ts'
import { journeyAnalytics } from '../../insights/journeys/journey-analytics.ts'
import { enrollParticipants } from '../../engine/enrollments/enroll-participants.ts'
import { pauseJourney } from '../../journeys/lifecycle/pause-journey.ts'
import { stopJourney } from '../../journeys/lifecycle/stop-journey.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { listJourneys } from '../../journeys/drafts/list-journeys.ts'
import { checkCounters } from '../../operations/self-check/check-counters.ts'
import { deleteJourney } from '../../journeys/drafts/delete-journey.ts'
import { publishJourney } from '../../journeys/publishing/publish-journey.ts'
import { getParticipant } from '../../journeys/people/get-participant.ts'
import { journeyOperations } from '../../journeys/drafts/journey.operations.ts'
import { callingForJourney } from '../../../test/call-operation.ts'

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
const asked = {
  scale: 'nps',
  question: 'Would you recommend us, {{ participant.name }}?',
  comment: 'Why is that?',
  scoreField: 'score',
  commentField: 'why',
}

type Options = { config?: object; values?: Record<string, string> }

async function startJourney({ config = {}, values = {} }: Options = {}) {
  const ctx = app.ctx('admin')
  const { id } = await createJourney(ctx, {
    name: 'NPS',
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'name', type: 'text' },
      { key: 'language', type: 'text' },
      { key: 'score', type: 'number' },
      { key: 'why', type: 'text' },
      { key: 'note', type: 'text' },
    ],
    uniqueBy: ['email'],
    nodes: [
      { id: 'entry', kind: 'entry', position: at, config: {} },
      {
        id: 'ask',
        kind: 'survey',
        position: at,
        config: { survey: asked, timeLimit: { amount: 1, unit: 'hours' }, ...config },
      },
      {
        id: 'happy',
        kind: 'split',
        position: at,
        config: {
          branches: [
            { id: 'yes', name: 'Promoter', condition: { all: [{ field: 'score', operator: 'gte', value: 9 }] } },
          ],
        },
      },
      {
        id: 'note',
        kind: 'updateField',
        position: at,
        config: {
          assignments: [{ field: 'note', value: { template: '{{ nodes.ask.score }}: {{ nodes.ask.comment }}' } }],
        },
      },
      { id: 'done', kind: 'exit', position: at, config: { reason: 'completed' } },
      { id: 'late', kind: 'exit', position: at, config: { reason: 'late' } },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'ask' },
      { source: 'ask', outlet: 'responded', target: 'happy' },
      { source: 'ask', outlet: 'timedOut', target: 'late' },
      { source: 'happy', outlet: 'yes', target: 'note' },
      { source: 'happy', outlet: 'default', target: 'done' },
      { source: 'note', outlet: 'next', target: 'done' },
    ],
  })
  await publishJourney(ctx, id)
  const { results } = await enrollParticipants(ctx, id, {
    participants: [{ email: 'customer001@example.com', name: 'Customer 001', ...values }],
  })
  const participantId = results[0]!.participantId!
  const person = () => getParticipant(ctx, id, participantId)
  const isAt = (nodeId: string) =>
    until(`the person to be at ${nodeId}`, async () => {
      const { enrollments } = await person()
      return enrollments[0]!.nodeId === nodeId
    })
  const waits = () =>
    until('the person to wait for the answer', async () => {
      const { stepExecutions } = await person()
      return stepExecutions.some(({ stepId }) => stepId === 'ask/ask')
    })
  return { ctx, id, participantId, person, isAt, waits }
}

async function receivedMail() {
  const [received] = await until('the mail', async () => server.received.length > 0 && server.received)
  const html = received!.mail.html!
  const link = /https:\/\/journeys\.example\.org(\/s\/[A-Za-z0-9_-]{22})"/.exec(html)?.[1]
  return { html, text: received!.mail.text!, subject: received!.mail.subject, path: link! }
}

const send = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  })

const checkedScore = (html: string) => /value="(\d+)"[^>]* checked/.exec(html)?.[1] ?? null

const responses = async (journeyId: string) => (await app.caller('viewer').surveys.responses({ journeyId })).items

describe('a survey', () => {
  it('asks by mail, takes the answer on its page, and lets the person go on with it at once', async () => {
    await using _ = await runWorker(app.deps)
    const { ctx, id, participantId, person, isAt, waits } = await startJourney()
    const { html, text, subject, path } = await receivedMail()
    expect(subject).toBe('Would you recommend us, Customer 001?')
    expect([...html.matchAll(/\/s\/[\w-]{22}\?score=(\d+)"/g)].map(([, score]) => score)).toEqual(
      Array.from({ length: 11 }, (_, score) => String(score)),
    )
    expect(text).toContain(`https://journeys.example.org${path}`)
    expect(text).not.toContain('score=')
    await waits()

    const page = await app.request(path)
    expect(page.status).toBe(200)
    const shown = await page.text()
    expect(shown).toContain('Would you recommend us, Customer 001?')
    expect(shown).toContain('Why is that?')
    expect(shown).not.toContain('<script')
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*form-action 'self'/)
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(page.headers.get('cache-control')).toBe('no-store')

    const thanks = await send(path, { score: '9', comment: 'Good\r\nhelp' })
    expect([thanks.status, await thanks.text()]).toEqual([200, expect.stringContaining('Thank you for your answer')])
    await isAt('done')
    expect((await person()).fields).toMatchObject({ score: 9, why: 'Good\nhelp', note: '9: Good\nhelp' })
    expect((await person()).stepExecutions.map(({ stepId, outlet }) => `${stepId} ${outlet}`)).toEqual([
      'entry/arrive next',
      'ask/ask null',
      'ask/answer responded',
      'happy/choose yes',
      'note/update next',
      'done/end completed',
    ])
    expect(await responses(id)).toMatchObject([{ participantId, nodeId: 'ask', score: 9, comment: 'Good\nhelp' }])
    const rest = await app.request(`/api/v1/survey-responses?participantId=${participantId}`, {
      key: await app.apiKey('viewer'),
    })
    expect((await jsonOf(rest)).items).toMatchObject([{ score: 9, scale: 'nps' }])
    const { nodes } = await journeyAnalytics(ctx, id)
    const numbers = nodes.find(({ nodeId }) => nodeId === 'ask')
    expect(numbers).toMatchObject({
      entered: 1,
      left: { responded: 1 },
      survey: { scale: 'nps', responded: 1, result: 100, scores: { '9': 1 } },
    })
    const cohort = await journeyAnalytics(ctx, id, { version: 1 })
    expect(cohort.nodes.find(({ nodeId }) => nodeId === 'ask')).toMatchObject({ survey: { responded: 1, result: 100 } })
  })

  it('is answered without changing how many people are counted inside', async () => {
    await using _ = await runWorker(app.deps)
    const { ctx, id, waits, isAt } = await startJourney()
    const { path } = await receivedMail()
    await waits()
    const inside = async () => (await listJourneys(ctx, { limit: 10 })).items.find((journey) => journey.id === id)!
    expect((await inside()).peopleInside).toBe(1)
    await send(path, { score: '9', comment: '' })
    await isAt('done')
    expect((await inside()).peopleInside).toBe(0)
    expect(await checkCounters(app.deps)).toEqual([])
  })

  it('is not answered by looking at it, also with a score in the address', async () => {
    await using _ = await runWorker(app.deps)
    const { id, waits, person } = await startJourney()
    const { path } = await receivedMail()
    await waits()
    expect(checkedScore(await (await app.request(path)).text())).toBeNull()
    expect(checkedScore(await (await app.request(`${path}?score=7`)).text())).toBe('7')
    for (const score of ['11', '-1', '7.5', 'x', '%22%3E%3Cscript%3E']) {
      const page = await app.request(`${path}?score=${score}`)
      const html = await page.text()
      expect([page.status, checkedScore(html)]).toEqual([200, null])
      expect(html).not.toContain('<script')
    }
    await app.request(`${path}?score=7`, { method: 'HEAD' })
    expect(await responses(id)).toEqual([])
    expect((await person()).enrollments[0]).toMatchObject({ nodeId: 'ask', status: 'active' })
  })

  it('takes exactly one answer, whoever sends a second and however closely', async () => {
    await using _ = await runWorker(app.deps)
    const { id, isAt, waits, person } = await startJourney()
    const { path } = await receivedMail()
    await waits()
    const answers = await Promise.all(['3', '4', '5'].map((score) => send(path, { score })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
    await isAt('done')
    const [only, ...more] = await responses(id)
    expect(more).toEqual([])
    expect((await person()).fields.score).toBe(only!.score)

    const again = await send(path, { score: '10' })
    expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('Your answer is already here')])
    const look = await app.request(path)
    expect([look.status, await look.text()]).toEqual([200, expect.stringContaining('Your answer is already here')])
    expect(await responses(id)).toEqual([only])
  })

  it('asks again for a score that is missing or none, and keeps the comment', async () => {
    await using _ = await runWorker(app.deps)
    const { id, waits } = await startJourney()
    const { path } = await receivedMail()
    await waits()
    for (const form of [{ comment: 'a <b> "c"' }, { score: '11', comment: 'a <b> "c"' }]) {
      const answer = await send(path, form as Record<string, string>)
      const html = await answer.text()
      expect(answer.status).toBe(422)
      expect(html).toContain('Please choose a number first.')
      expect(html).toContain('>a &#60;b&#62; &#34;c&#34;</textarea>')
    }
    expect(await responses(id)).toEqual([])
  })

  it('closes with its time limit, and says so kindly', async () => {
    await using _ = await runWorker(app.deps)
    const { id, isAt } = await startJourney({ config: { timeLimit: { amount: 1, unit: 'seconds' } } })
    const { path } = await receivedMail()
    await isAt('late')
    const look = await app.request(path)
    expect([look.status, await look.text()]).toEqual([410, expect.stringContaining('This survey has closed')])
    expect((await send(path, { score: '9' })).status).toBe(410)
    expect(await responses(id)).toEqual([])
  })

  it('is answered during a pause too, and that counts when the journey goes on', async () => {
    await using _ = await runWorker(app.deps)
    const { ctx, id, isAt, waits, person } = await startJourney()
    const { path } = await receivedMail()
    await waits()
    await pauseJourney(ctx, id)
    expect((await send(path, { score: '10', comment: '' })).status).toBe(200)
    expect((await person()).fields).toMatchObject({ score: 10 })
    expect((await person()).enrollments[0]).toMatchObject({ nodeId: 'ask', status: 'paused' })
    await resumeJourney(ctx, id)
    await isAt('done')
    expect((await person()).fields.note).toBe('10: ')
  })

  it('has ended for whoever was moved on, for a stopped journey and for one that is gone', async () => {
    await using _ = await runWorker(app.deps)
    const { ctx, id, waits } = await startJourney()
    const { path } = await receivedMail()
    await waits()
    await stopJourney(ctx, id)
    const stopped = await app.request(path)
    expect([stopped.status, await stopped.text()]).toEqual([410, expect.stringContaining('This survey has ended')])
    expect((await send(path, { score: '9' })).status).toBe(410)
    await deleteJourney(ctx, id)
    expect((await app.request(path)).status).toBe(404)
    for (const table of ['survey_invitations', 'survey_responses', 'signals'] as const)
      expect(await app.deps.db.selectFrom(table).selectAll().execute()).toEqual([])
  })

  it('speaks the language of the participant, else that of the browser', async () => {
    await using _ = await runWorker(app.deps)
    const { waits } = await startJourney({ values: { language: 'ja-JP' } })
    const { path, html } = await receivedMail()
    await waits()
    expect(html).toContain('ブラウザーでアンケートを開く')
    const page = await app.request(path, { headers: { 'accept-language': 'en' } })
    expect(page.headers.get('content-language')).toBe('ja')
    expect(await page.text()).toContain('回答を送信')
    const unknown = await app.request('/s/AAAAAAAAAAAAAAAAAAAAAA', { headers: { 'accept-language': 'ja,en;q=0.5' } })
    expect([unknown.status, await unknown.text()]).toEqual([404, expect.stringContaining('アンケートが見つかりません')])
  })

  it('lets neither question nor field nor answer write HTML', async () => {
    await using _ = await runWorker(app.deps)
    const evil = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
    const { id, waits, isAt } = await startJourney({
      values: { name: evil },
      config: {
        survey: { ...asked, question: `A<b>?</b> {{ participant.name }}`, comment: `${evil}{{ participant.name }}` },
      },
    })
    const { html, path } = await receivedMail()
    await waits()
    const page = await (await app.request(`${path}?score=${encodeURIComponent(evil)}`)).text()
    for (const text of [html, page]) {
      expect(text).not.toContain('<script')
      expect(text).not.toContain('<img src=x')
      expect(text).not.toContain('<b>?')
    }
    expect(page).toContain('A&#60;b&#62;?')
    await send(path, { score: '2', comment: `${evil}\0` })
    await isAt('done')
    expect((await responses(id))[0]!.comment).toBe(evil)
  })

  it('puts the numbers, a button or the address where the text says, and a button where it says nothing', async () => {
    await using _ = await runWorker(app.deps)
    for (const [body, expected] of [
      [
        '<p>Hi, <a href="{{ survey.link }}">here</a></p>',
        /<p>Hi, <a href="https:\/\/journeys\.example\.org\/s\/[\w-]{22}">here<\/a><\/p>/,
      ],
      ['<p>Hi {{ survey.button }}</p>', /<p>Hi <a href="[^"]+\/s\/[\w-]{22}"[^>]*>Answer the survey<\/a><\/p>/],
      ['<p>Hi</p>', /<p>Hi<\/p>\s*<p><a href="[^"]+\/s\/[\w-]{22}"[^>]*>Answer the survey<\/a><\/p>/],
      ['Hi there', /<p>Hi there<\/p>\s*<p><a href="[^"]+\/s\/[\w-]{22}"[^>]*>Answer the survey<\/a><\/p>/],
      ['<p>{{survey.scale}}</p>', /\?score=5"/],
    ] as const) {
      server.received.length = 0
      await startJourney({ config: { body, subject: 'Tell us', survey: { ...asked, scale: 'csat' } } })
      const { html, subject } = await receivedMail()
      expect(subject).toBe('Tell us')
      expect(html).toMatch(expected)
      expect(html).not.toContain('tabiji-')
    }
  })

  it('holds off whoever sends without end', async () => {
    const answers: number[] = []
    for (let attempt = 0; attempt < 61; attempt++) {
      answers.push((await send('/s/AAAAAAAAAAAAAAAAAAAAAA', { score: '1' })).status)
    }
    expect(answers.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => 404))
    expect(answers.at(-1)).toBe(429)
  })

  it('refuses a form that is too large', async () => {
    await using _ = await runWorker(app.deps)
    await startJourney()
    const { path } = await receivedMail()
    expect((await send(path, { score: '9', comment: 'x'.repeat(100_000) })).status).toBe(413)
  })
})

describe('in the editor', () => {
  it('page and mail of a survey can be seen, and nothing can be sent from there', async () => {
    const { id, participantId } = await startJourney()
    const { html } = await app.caller('viewer').surveys.preview({ journeyId: id, nodeId: 'ask', participantId })
    expect(html).toContain('Would you recommend us, Customer 001?')
    expect(html).toContain('This is a preview.')
    expect(html).not.toContain('action=')
    const mail = await app.caller('viewer').mails.preview({ journeyId: id, nodeId: 'ask' })
    expect(mail.html).toContain('https://journeys.example.org/s/test?score=10')
    const test = await app.request('/s/test?score=10')
    expect([test.status, await test.text()]).toEqual([200, expect.stringContaining('This link is from a test e-mail')])
    expect(await app.deps.db.selectFrom('survey_invitations').selectAll().execute()).toEqual([])
    await expect(app.caller('viewer').surveys.preview({ journeyId: id, nodeId: 'happy' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('shows nothing of another workspace', async () => {
    const { id, participantId } = await startJourney()
    const stranger = app.caller('admin', { workspaceId: app.deps.ids.uuid() })
    await expect(stranger.surveys.preview({ journeyId: id, nodeId: 'ask' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await stranger.surveys.responses({ participantId })).toEqual({ items: [], nextCursor: null })
  })
})
