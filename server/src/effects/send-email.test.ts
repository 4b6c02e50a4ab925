import type { Plan } from '@tabiji/shared/plan/plan.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MailServer, startMailServer } from '../../test/mail-server.ts'
import { createTestApp, type TestApp } from '../../test/test-app.ts'
import { until, runWorker } from '../../test/run-worker.ts'
import type { Transaction } from '../kernel/db/transaction.ts'
import type { Deps } from '../kernel/deps.ts'
import { enrollBatch } from '../engine/enrollments/enroll-batch.ts'
import { loadEnrollTarget } from '../engine/enrollments/enroll-target.ts'
import { createJourney } from '../journeys/drafts/create-journey.ts'
import { publishJourney } from '../journeys/publishing/publish-journey.ts'
import { createMailer, type Mailer } from '../kernel/mail/mailer.ts'
import type { EffectContext, Performed } from '../engine/effect.ts'
import { sendEmail } from './send-email.ts'
import type { MailResult } from '../engagement/mails/mail.types.ts'

let server: MailServer
let app: TestApp

beforeEach(async () => {
  server = await startMailServer()
  app = await createTestApp({
    env: { smtpUrl: `${server.url}?socketTimeout=500`, mailFrom: 'Tabiji <tabiji@example.org>' },
  })
})
afterEach(async () => {
  await app[Symbol.asyncDispose]()
  await server.close()
})

type Options = Partial<EffectContext<'sendEmail'>>

const plan = { timeZone: 'Asia/Tokyo', fields: [{ key: 'email', type: 'email' }] } as unknown as Plan

async function contextOf(options: Options = {}): Promise<EffectContext<'sendEmail'>> {
  const { id: journeyId } = await createJourney(app.ctx(), { name: 'Mail test' })
  return {
    deps: app.deps,
    workspaceId: app.workspace.id,
    journeyId,
    versionNumber: 1,
    plan,
    params: { subject: 'Hi {{ participant.name }}', body: '<p>Hello {{ participant.name }}</p>', to: null },
    onError: 'park',
    enrollmentId: app.deps.ids.uuid(),
    participantId: app.deps.ids.uuid(),
    stepId: 'mail/send',
    nodeId: 'mail',
    visit: 1,
    attempt: 1,
    inDoubt: false,
    attemptSnapshot: undefined,
    limiters: null,
    permit: null,
    fields: { email: 'aiko@example.com', name: 'Aiko' },
    outputs: {},
    ...options,
  }
}

async function record(performed: Performed<MailResult>) {
  const { row } = performed
  if (row)
    await (app.deps.db as Exclude<typeof app.deps.db, Transaction>)
      .transaction()
      .execute((trx) => sendEmail.record(trx, [row]))
}

async function perform(context: EffectContext<'sendEmail'>) {
  const performed = await sendEmail.perform(context)
  await record(performed)
  return performed
}

async function mailsOf({ journeyId }: EffectContext<'sendEmail'>) {
  return (await app.caller('viewer').mails.list({ journeyId })).items
}

/** The deps of an installation with another mailer, which its workspaces use. */
function depsWith(mailer: Mailer): Deps {
  return { ...app.deps, mailer, mailers: { of: () => Promise.resolve(mailer), close: () => undefined } }
}

describe('sendEmail', () => {
  it('sends one mail under the id of the step execution and keeps what was sent', async () => {
    const context = await contextOf()
    expect(await perform(context)).toMatchObject({ event: { type: 'effectSucceeded', reason: { code: 'mailSent' } } })
    expect(server.received).toMatchObject([
      { to: ['aiko@example.com'], mail: { subject: 'Hi Aiko', text: 'Hello Aiko\n' } },
    ])
    const [mail] = await mailsOf(context)
    expect(mail).toMatchObject({
      status: 'sent',
      to: 'aiko@example.com',
      from: 'Tabiji <tabiji@example.org>',
      subject: 'Hi Aiko',
      messageId: server.received[0]!.mail.messageId,
      sentAt: expect.any(String),
      isTest: false,
    })
    expect(mail!.messageId).toContain(context.enrollmentId)
    expect(await app.caller('viewer').mails.get({ id: mail!.id })).toMatchObject({
      html: expect.stringContaining('Hello Aiko'),
    })
  })

  it('sends nothing a second time for a step execution that was recorded', async () => {
    const context = await contextOf()
    await perform(context)
    expect(await perform({ ...context, attempt: 2 })).toMatchObject({
      event: { type: 'effectSucceeded', reason: { code: 'mailAlreadySent' } },
    })
    await perform({ ...context, visit: 2 })
    expect(server.received).toHaveLength(2)
  })

  it('parks, and does not send again, where a worker died between sending and recording', async () => {
    const context = await contextOf()
    await sendEmail.perform(context)
    expect(server.received).toHaveLength(1)
    // Nothing was recorded: the lease expired, and another worker takes over.
    const second = await perform({ ...context, attempt: 2, inDoubt: true })
    expect(second.event).toMatchObject({ type: 'effectFailed', error: { code: 'mailInDoubt' } })
    expect(second.event).not.toHaveProperty('retryAt')
    expect(server.received).toHaveLength(1)
    expect(await mailsOf(context)).toMatchObject([{ status: 'inDoubt' }])

    // An operator checked the mail and chose to send it again.
    await perform({ ...context, attempt: 1, fields: { ...context.fields, email: 'aiko@new.example.com' } })
    expect(server.received.at(-1)).toMatchObject({ to: ['aiko@new.example.com'] })
    expect(await mailsOf(context)).toMatchObject([{ status: 'sent', to: 'aiko@new.example.com' }])
  })

  it('sends after a worker died before it claimed the mail', async () => {
    const context = await contextOf({ attempt: 2, inDoubt: true })
    expect(await perform(context)).toMatchObject({ event: { type: 'effectSucceeded' } })
    expect(server.received).toHaveLength(1)
  })

  it('lets one of two workers at the same step execution send', async () => {
    const context = await contextOf()
    const results = await Promise.all([sendEmail.perform(context), sendEmail.perform(context)])
    for (const result of results) await record(result)
    expect(server.received).toHaveLength(1)
    expect(await mailsOf(context)).toMatchObject([{ status: 'sent' }])
  })

  it('is in doubt where the server had the mail and never answered', async () => {
    for (const mode of ['dropAfterData', 'hang'] as const) {
      server.mode = mode
      const context = await contextOf()
      expect((await perform(context)).event).toMatchObject({ type: 'effectFailed', error: { code: 'mailInDoubt' } })
      expect(await mailsOf(context)).toMatchObject([{ status: 'inDoubt', error: expect.any(String) }])
    }
    expect(server.received).toHaveLength(2)
  })

  it('tries a busy server again later, with the mail as it was, and gives up in the end', async () => {
    server.mode = 'busy'
    const context = await contextOf()
    const first = await perform(context)
    const now = Date.now()
    expect(first.event).toMatchObject({
      type: 'effectFailed',
      error: { code: 'mailServerBusy', message: expect.stringContaining('451') },
    })
    const { retryAt } = first.event as { retryAt: number }
    expect(retryAt).toBeGreaterThan(now + 50_000)
    expect(retryAt).toBeLessThan(now + 75_000)
    expect(await mailsOf(context)).toMatchObject([{ status: 'retrying' }])

    expect((await perform({ ...context, attempt: 12 })).event).toEqual({
      type: 'effectFailed',
      error: { code: 'mailRefused', message: expect.stringContaining('451') },
    })
    expect(await mailsOf(context)).toMatchObject([{ status: 'failed' }])

    server.mode = 'busy'
    const patient = await contextOf()
    await perform(patient)
    server.mode = 'accept'
    await perform({ ...patient, attempt: 2, fields: { email: 'other@example.com', name: 'Other' } })
    expect(server.received).toMatchObject([{ to: ['aiko@example.com'], mail: { subject: 'Hi Aiko' } }])
  })

  it('fails at once where the server refuses the mail for good', async () => {
    for (const mode of ['refuse', 'refuseContent'] as const) {
      server.mode = mode
      const context = await contextOf()
      const { event } = await perform(context)
      expect(event).toMatchObject({
        type: 'effectFailed',
        error: { code: 'mailRefused', message: expect.stringMatching(/^55[04]/) },
      })
      expect(event).not.toHaveProperty('retryAt')
      expect(await mailsOf(context)).toMatchObject([{ status: 'failed', error: expect.stringMatching(/^55[04]/) }])
    }
  })

  it('holds people, without counting an attempt, while no mail server answers', async () => {
    server.mode = 'dropBeforeData'
    const context = await contextOf()
    expect((await perform(context)).event).toMatchObject({
      type: 'deferred',
      reason: 'mailServerUnreachable',
      until: expect.any(Date),
    })
    expect(await mailsOf(context)).toMatchObject([{ status: 'retrying' }])
    server.mode = 'accept'
    const later = {
      ...context,
      deps: depsWith(createMailer({ smtpUrl: server.url, dataDir: '/nonexistent' })),
    }
    expect((await perform(later)).event).toMatchObject({ type: 'effectSucceeded' })
    later.deps.mailer.close()
    expect(server.received).toHaveLength(1)
  })

  it.each<[string, Options, string]>([
    ['nobody to send to', { fields: { email: null } }, 'recipientMissing'],
    ['something that is no address', { fields: { email: 'a@example.com,b@example.com' } }, 'recipientInvalid'],
    [
      'a text that cannot be filled in',
      { params: { subject: '{{ participant.', body: 'x', to: null } },
      'mailTextFailed',
    ],
  ])('fails without claiming a mail for %s', async (_what, options, code) => {
    const context = await contextOf(options)
    expect((await perform(context)).event).toMatchObject({ type: 'effectFailed', error: { code } })
    expect(await mailsOf(context)).toEqual([])
    expect(server.received).toEqual([])
  })

  it('keeps values out of the headers and of the markup', async () => {
    const context = await contextOf({
      fields: { email: 'aiko@example.com', name: '<b>A</b>\r\nBcc: eve@example.com' },
    })
    await perform(context)
    const [{ to, mail }] = server.received as [(typeof server.received)[0]]
    expect(to).toEqual(['aiko@example.com'])
    expect(mail.headers.map(({ key }) => key)).not.toContain('bcc')
    expect(mail.html).not.toContain('<b>A</b>')
  })

  it('puts the mail into the outbox where no mail server is set', async () => {
    const mailer = createMailer({ smtpUrl: undefined, dataDir: '/nonexistent' })
    const context = await contextOf({ deps: depsWith(mailer) })
    await sendEmail.perform(context)
    // Mails do not leave this machine, so an attempt that was cut off is simply repeated.
    await perform({ ...context, attempt: 2, inDoubt: true })
    expect(await mailsOf(context)).toMatchObject([{ status: 'outbox' }])
    expect(server.received).toEqual([])
  })
})

describe('an e-mail step of a live journey', () => {
  it('sends everybody one mail and leads them on; who has no usable address is parked', async () => {
    const ctx = app.ctx()
    const at = { x: 0, y: 0 }
    const { id: journeyId } = await createJourney(ctx, {
      name: 'Welcome',
      fields: [
        { key: 'id', type: 'text', required: true },
        { key: 'email', type: 'email' },
      ],
      uniqueBy: ['id'],
      nodes: [
        { id: 'entry', kind: 'entry', position: at, config: {} },
        {
          id: 'mail',
          kind: 'email',
          position: at,
          config: { subject: 'Welcome {{ participant.id }}', body: '<p>Hi</p>' },
        },
        { id: 'done', kind: 'exit', position: at, config: { reason: 'completed' } },
      ],
      edges: [
        { source: 'entry', outlet: 'next', target: 'mail' },
        { source: 'mail', outlet: 'next', target: 'done' },
      ],
    })
    await publishJourney(ctx, journeyId)
    await enrollBatch(
      ctx,
      await loadEnrollTarget(ctx, journeyId),
      Array.from({ length: 51 }, (_, index) => ({
        values: { id: `c${index}`, email: index === 50 ? null : `c${index}@example.com` },
      })),
    )
    await using _worker = await runWorker(app.deps)
    const statuses = await until('everybody has left the mail step', async () => {
      const rows = await app.deps.db
        .selectFrom('enrollments')
        .select(['status', 'reason'])
        .where('journey_id', '=', journeyId)
        .execute()
      return rows.every(({ status }) => status !== 'active') && rows
    })
    expect(statuses.filter(({ status }) => status === 'completed')).toHaveLength(50)
    expect(statuses.filter(({ status }) => status === 'parked')).toMatchObject([{ reason: 'recipientMissing' }])
    expect(new Set(server.received.map(({ mail }) => mail.subject)).size).toBe(50)
    expect(server.received).toHaveLength(50)
    const { items } = await app.caller('viewer').mails.list({ journeyId, status: 'sent', limit: 100 })
    expect(items).toHaveLength(50)
  })
})
