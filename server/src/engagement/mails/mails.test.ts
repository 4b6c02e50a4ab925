import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildWorkspace } from '../../../test/factories.ts'
import { type MailServer, startMailServer } from '../../../test/mail-server.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { enrollBatch } from '../../engine/enrollments/enroll-batch.ts'
import { loadEnrollTarget } from '../../engine/enrollments/enroll-target.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'

let server: MailServer
let app: TestApp

beforeAll(async () => {
  server = await startMailServer()
  app = await createTestApp({ env: { smtpUrl: server.url, mailFrom: 'Tabiji <tabiji@example.org>' } })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await server.close()
})

async function buildMailJourney(
  config: Record<string, unknown> = {
    subject: 'Hi {{ participant.firstName }}',
    body: '<p>Hello {{ participant.firstName }}</p>',
  },
) {
  const at = { x: 0, y: 0 }
  const { id } = await createJourney(app.ctx(), {
    name: 'Mail test',
    nodes: [
      { id: 'entry', kind: 'entry', position: at, config: {} },
      { id: 'mail', kind: 'email', position: at, config },
    ],
    edges: [{ source: 'entry', outlet: 'next', target: 'mail' }],
  })
  return id
}

async function enroll(journeyId: string, values: Record<string, string>) {
  const ctx = app.ctx()
  const [result] = await enrollBatch(ctx, await loadEnrollTarget(ctx, journeyId), [{ values }])
  return result!.participantId!
}

describe('the preview of a mail', () => {
  it('shows what a participant would get, and which of their fields are empty', async () => {
    const journeyId = await buildMailJourney()
    const aiko = await enroll(journeyId, { email: 'aiko@example.com', firstName: 'Aiko' })
    const ben = await enroll(journeyId, { email: 'ben@example.com' })
    const preview = (participantId: string) =>
      app.caller('viewer').mails.preview({ journeyId, nodeId: 'mail', participantId })
    expect(await preview(aiko)).toMatchObject({
      participantId: aiko,
      to: 'aiko@example.com',
      from: 'Tabiji <tabiji@example.org>',
      subject: 'Hi Aiko',
      text: 'Hello Aiko',
      missing: [],
    })
    expect(await preview(ben)).toMatchObject({ subject: 'Hi', missing: ['firstName'] })
  })

  it('stands in with the names of fields while nobody is there', async () => {
    const journeyId = await buildMailJourney()
    expect(await app.caller('viewer').mails.preview({ journeyId, nodeId: 'mail' })).toMatchObject({
      participantId: null,
      to: 'name@example.com',
      subject: 'Hi [firstName]',
    })
  })

  it('says what an unfinished mail lacks', async () => {
    const journeyId = await buildMailJourney({ subject: '', body: '' })
    await expect(app.caller('viewer').mails.preview({ journeyId, nodeId: 'mail' })).rejects.toMatchObject({
      code: 'UNPROCESSABLE_CONTENT',
    })
    const broken = await buildMailJourney({ subject: 'Hi {{ participant.', body: 'x' })
    await expect(app.caller('viewer').mails.preview({ journeyId: broken, nodeId: 'mail' })).rejects.toMatchObject({
      code: 'UNPROCESSABLE_CONTENT',
    })
  })

  it('is of e-mail steps of the own workspace alone', async () => {
    const journeyId = await buildMailJourney()
    const other = await buildWorkspace(app.deps)
    for (const [caller, nodeId, participantId] of [
      [app.caller('viewer'), 'entry', undefined],
      [app.caller('viewer'), 'nowhere', undefined],
      [app.caller('viewer'), 'mail', app.deps.ids.uuid()],
      [app.caller('owner', { workspaceId: other.id }), 'mail', undefined],
    ] as const)
      await expect(
        caller.mails.preview({ journeyId, nodeId, ...(participantId && { participantId }) }),
      ).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
  })
})

describe('a test mail', () => {
  it('goes to the address of the editor, marked as a test, and never to the participant', async () => {
    const journeyId = await buildMailJourney()
    const participantId = await enroll(journeyId, { email: 'aiko@example.com', firstName: 'Aiko' })
    const before = server.received.length
    const sent = await app
      .caller('editor')
      .mails.sendTest({ journeyId, nodeId: 'mail', participantId, to: 'me@example.org' })
    expect(sent).toMatchObject({ isTest: true, status: 'sent', to: 'me@example.org', subject: '[Test] Hi Aiko' })
    expect(server.received.slice(before)).toMatchObject([
      { to: ['me@example.org'], mail: { subject: '[Test] Hi Aiko' } },
    ])
    expect((await app.caller('viewer').mails.list({ participantId })).items).toMatchObject([
      { id: sent.id, isTest: true },
    ])
    const { items } = await app.caller('admin').auditLog.list({ subjectKind: 'mail', subjectId: sent.id })
    expect(items).toMatchObject([{ action: 'testMailSent', after: { to: 'me@example.org' } }])
  })

  it('says in words why it could not be sent, and keeps that', async () => {
    const journeyId = await buildMailJourney()
    server.mode = 'refuse'
    await expect(
      app.caller('editor').mails.sendTest({ journeyId, nodeId: 'mail', to: 'me@example.org' }),
    ).rejects.toMatchObject({
      code: 'BAD_GATEWAY',
      message: expect.stringMatching(/could not be sent: 550 .*No such mailbox/),
    })
    server.mode = 'accept'
    expect((await app.caller('viewer').mails.list({ journeyId })).items).toMatchObject([
      { status: 'failed', error: expect.stringContaining('550') },
    ])
  })

  it('takes one proper address, from an editor', async () => {
    const journeyId = await buildMailJourney()
    const to = (address: string) => ({ journeyId, nodeId: 'mail', to: address })
    for (const address of ['nobody', 'a@example.com, b@example.com', 'a@example.com\r\nBcc: b@example.com'])
      await expect(app.caller('editor').mails.sendTest(to(address))).rejects.toMatchObject({
        code: 'UNPROCESSABLE_CONTENT',
      })
    await expect(app.caller('viewer').mails.sendTest(to('me@example.org'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('the list of mails', () => {
  it('pages from the newest on and shows nothing of another workspace', async () => {
    const journeyId = await buildMailJourney()
    const ids: string[] = []
    for (const name of ['a', 'b', 'c'])
      ids.unshift(
        (await app.caller('editor').mails.sendTest({ journeyId, nodeId: 'mail', to: `${name}@example.org` })).id,
      )
    const viewer = app.caller('viewer')
    const first = await viewer.mails.list({ journeyId, limit: 2 })
    const second = await viewer.mails.list({ journeyId, limit: 2, cursor: first.nextCursor! })
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids)
    expect(second.nextCursor).toBeNull()
    expect((await viewer.mails.list({ journeyId, status: 'failed' })).items).toEqual([])
    expect((await viewer.mails.list({ journeyId: 'nonsense' })).items).toEqual([])

    const other = await buildWorkspace(app.deps)
    const stranger = app.caller('owner', { workspaceId: other.id })
    expect((await stranger.mails.list({})).items).toEqual([])
    await expect(stranger.mails.get({ id: ids[0]! })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
