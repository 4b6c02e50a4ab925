import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type CalloutServer, startCalloutServer } from '../../../test/callout-server.ts'
import { startCallingJourney } from '../../../test/start-calling-journey.ts'
import { type MailServer, startMailServer } from '../../../test/mail-server.ts'
import { clockShowing } from '../../../test/manual-clock.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp, jsonOf, type TestApp } from '../../../test/test-app.ts'
import type { Database } from '../../kernel/db/database.ts'
import { getJourneyAlerts } from './get-journey-alerts.ts'
import { sendDueAlerts } from './send-due-alerts.ts'
import { setJourneyAlerts } from './set-journey-alerts.ts'
import { settingsOperations } from '../../accounts/settings/settings.operations.ts'
import { calling } from '../../../test/call-operation.ts'

const updateWorkspaceSettings = calling(settingsOperations.update)

let app: TestApp
let target: CalloutServer
let mails: MailServer
let aheadMs = 0
beforeAll(async () => {
  target = await startCalloutServer()
  mails = await startMailServer()
  app = await createTestApp({
    env: { calloutAllow: [target.allow], smtpUrl: mails.url },
    deps: { clock: clockShowing(() => new Date(Date.now() + aheadMs)) },
  })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await mails[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})
beforeEach(() => {
  mails.received.length = 0
  mails.mode = 'accept'
})

const to = 'customer001@example.com'
const none = { emails: [to], parked: false, connectionStopped: false, failingPercent: null }
const look = () => sendDueAlerts({ ...app.deps, db: app.deps.db as Database })
const subjects = () => mails.received.map(({ mail }) => mail.subject)

/** Starts a journey whose calls get this status, and waits until all enrollments are parked. */
async function park(status: number, alerts: Parameters<typeof setJourneyAlerts>[2], people = 3) {
  target.answer = () => ({ status })
  const journey = await startCallingJourney(app, target)
  await setJourneyAlerts(app.ctx('editor'), journey.journeyId, alerts)
  await journey.enrol(people)
  await using _ = await runWorker(app.deps)
  await until('everybody is parked', async () => (await journey.count('parked')) === people)
  return journey
}

describe('an alert about parked people', () => {
  it('names the step and the cause, goes to every address, and is kept among the mails of the journey', async () => {
    const journey = await park(404, { ...none, emails: [to, 'customer002@example.com'], parked: true })
    expect(await look()).toBe(1)
    expect(mails.received.map((mail) => mail.to).toSorted()).toEqual([[to], ['customer002@example.com']])
    const { mail } = mails.received[0]!
    expect(mail.subject).toMatch(/^Calls of .*: 3 parked$/)
    expect(mail.text).toContain('Call API: not found (3)')
    expect(mail.text).toContain(`/journeys/${journey.journeyId}/participants?status=parked`)
    const { items } = await app.caller('viewer').mails.list({ journeyId: journey.journeyId })
    expect(items.map(({ to, status }) => [to, status]).toSorted()).toEqual([
      [to, 'sent'],
      ['customer002@example.com', 'sent'],
    ])
  })

  it('comes once an hour at most, and only when more were parked', async () => {
    const journey = await park(404, { ...none, parked: true })
    expect(await look()).toBe(1)
    await using _ = await runWorker(app.deps)
    await journey.enrol(2, 'more')
    await until('the next are parked', async () => (await journey.count('parked')) === 5)
    expect(await look()).toBe(0)
    aheadMs += 3_600_000
    expect(await look()).toBe(1)
    expect(mails.received.at(-1)!.mail.text).toMatch(/2 of the people .* 5 are parked now/)
    aheadMs += 3_600_000
    expect(await look()).toBe(0)
  })

  it('says nothing of those who were parked before somebody was to be told', async () => {
    const journey = await park(404, { ...none, emails: [], parked: true })
    expect(await look()).toBe(0)
    await setJourneyAlerts(app.ctx('editor'), journey.journeyId, { ...none, parked: true })
    expect(await look()).toBe(0)
  })

  it('is tried again at the next look when no mail server took it', async () => {
    await park(404, { ...none, parked: true })
    mails.mode = 'refuse'
    expect(await look()).toBe(0)
    mails.mode = 'accept'
    expect(await look()).toBe(1)
    expect(mails.received).toHaveLength(1)
  })

  it('is sent by one of two workers that look at the same time', async () => {
    await park(404, { ...none, parked: true })
    expect((await Promise.all([look(), look()])).toSorted()).toEqual([0, 1])
    expect(mails.received).toHaveLength(1)
  })

  it('speaks the language of the workspace', async () => {
    await updateWorkspaceSettings(app.ctx('admin'), { language: 'ja' })
    await park(404, { ...none, parked: true })
    await look()
    await updateWorkspaceSettings(app.ctx('admin'), { language: 'en' })
    expect(subjects()).toEqual([expect.stringMatching(/：3 人が保留中です$/)])
    expect(mails.received[0]!.mail.text).toContain('コール API：見つかりません（3 人）')
  })
})

it('connection alert: each stop of a connection sends one mail', async () => {
  target.answer = () => ({ status: 500 })
  const journey = await startCallingJourney(app, target, {
    limits: { breaker: { failures: 2, firstProbeSeconds: 600 } },
    retry: { maxAttempts: 2, backoffMs: 50, maxBackoffMs: 100 },
  })
  await setJourneyAlerts(app.ctx('editor'), journey.journeyId, { ...none, connectionStopped: true })
  // The database sets the opening time, and its clock was not moved.
  await app.deps.db
    .updateTable('journey_alerts')
    .set({ since: new Date(0) })
    .where('journey_id', '=', journey.journeyId)
    .execute()
  await journey.enrol(5)
  await using _ = await runWorker(app.deps)
  await until('the breaker opened', async () => {
    const { circuitOpen } = await app.caller('viewer').connections.get({ id: journey.connection.id })
    return circuitOpen?.because === 'down'
  })
  expect(await look()).toBe(1)
  expect(subjects()).toEqual([`Calls of ${journey.connection.name}: calls to ${journey.connection.name} stopped`])
  expect(mails.received[0]!.mail.text).toContain('it answered with status 500')
  aheadMs += 3_600_000
  expect(await look()).toBe(0)
})

it('failure alert: is sent while the share of failed calls is above the limit of the journey', async () => {
  await park(404, { ...none, failingPercent: 50 }, 20)
  expect(await look()).toBe(1)
  expect(subjects()).toEqual([expect.stringMatching(/: 100 % of the calls fail$/)])
  expect(await look()).toBe(0)
})

it('failure alert: is not sent while there are too few calls for a share', async () => {
  await park(404, { ...none, failingPercent: 50 }, 19)
  expect(await look()).toBe(0)
})

describe('the settings of the alerts', () => {
  it('are read and set over the API, each address once', async () => {
    const journey = await startCallingJourney(app, target)
    const key = await app.apiKey('editor')
    const path = `/api/v1/journeys/${journey.journeyId}/alerts`
    const read = await app.request(path, { key })
    expect(await read.json()).toEqual({ emails: [], parked: true, connectionStopped: true, failingPercent: 20 })
    const set = await app.request(path, {
      key,
      method: 'PUT',
      json: { ...none, emails: [to, 'Customer001@example.com'], parked: true },
    })
    expect(set.status).toBe(200)
    expect(await getJourneyAlerts(app.ctx(), journey.journeyId)).toEqual({ ...none, parked: true })
  })

  it('refuse what is no address, and are not for viewers to change', async () => {
    const journey = await startCallingJourney(app, target)
    const refused = await app.request(`/api/v1/journeys/${journey.journeyId}/alerts`, {
      key: await app.apiKey('editor'),
      method: 'PUT',
      json: { ...none, emails: ['nobody'] },
    })
    expect([refused.status, (await jsonOf(refused)).issues[0].path]).toEqual([422, 'emails[0]'])
    await expect(
      app.caller('viewer').journeys.setAlerts({ ...none, journeyId: journey.journeyId }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
