import { afterAll, describe, expect, test } from 'vitest'
import { buildUser, buildWorkspace, testPassword } from '../../../test/factories.ts'
import { startMailServer } from '../../../test/mail-server.ts'
import { ManualClock } from '../../../test/manual-clock.ts'
import { runJob } from '../../../test/run-job.ts'
import { serviceErrorOf } from '../../../test/service-error-of.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { insertMember } from '../members/member.repository.ts'
import { passwordMailJob } from './password-mail-job.ts'

const newPassword = 'a lamp beside the river'
const tokenOf = (link: string) => new URL(link).hash.slice(1)
const memberOf = async (app: TestApp, userId: string) =>
  (await app.caller('owner').members.list()).find((member) => member.userId === userId)!
const signIn = (app: TestApp, email: string, password: string) =>
  app.request('/api/auth/sign-in/email', { json: { email, password } })

describe('a forgotten password', () => {
  test('is set anew by a mail, which a known and an unknown address get the same answer for', async () => {
    await using server = await startMailServer()
    await using app = await createTestApp({ queue: false, env: { smtpUrl: server.url } })
    const { email, cookie, userId } = await app.session('editor')
    await app.caller(null).auth.status()
    const answers = await Promise.all(
      [email, 'nobody@example.com'].map(async (address) => {
        const response = await app.request('/api/trpc/auth.requestPasswordMail', { json: { email: address } })
        return {
          status: response.status,
          body: await response.text(),
          headers: [...response.headers.keys()].toSorted(),
        }
      }),
    )
    expect(answers[0]).toMatchObject({ status: 200 })
    expect(answers[1]).toEqual(answers[0])
    // The request leaves the same for both; only the worker looks the account up.
    const runs = await app.deps.db.selectFrom('job_runs').select(['kind', 'state']).execute()
    expect(runs).toEqual([
      { kind: 'passwordMails', state: 'waiting' },
      { kind: 'passwordMails', state: 'waiting' },
    ])

    await runJob(app.deps, passwordMailJob, { email, locale: 'ja' }, 'known')
    await runJob(app.deps, passwordMailJob, { email: 'nobody@example.com', locale: 'en' }, 'unknown')
    expect(server.received.map(({ to }) => to)).toEqual([[email]])
    const { subject = '', text = '' } = server.received[0]!.mail
    expect(text).toContain('30')
    expect(subject).not.toBe('')

    const link = /http\S+#\S+/.exec(text)![0]
    expect(new URL(link).pathname).toBe('/reset-password')
    const visitor = app.caller(null)
    expect(await visitor.auth.openPasswordLink({ token: tokenOf(link) })).toEqual({ email })
    await visitor.auth.resetPassword({ token: tokenOf(link), password: newPassword })

    expect((await app.request('/api/trpc/auth.me', { headers: { cookie } })).status).toBe(401)
    expect((await signIn(app, email, testPassword)).status).toBe(401)
    expect((await signIn(app, email, newPassword)).status).toBe(200)
    await expect(visitor.auth.resetPassword({ token: tokenOf(link), password: newPassword })).rejects.toThrow(
      'was used',
    )
    const entries = await app.deps.db.selectFrom('audit_log').select(['action', 'actor_id']).execute()
    expect(entries).toContainEqual({ action: 'memberPasswordReset', actor_id: userId })
  })

  test('brings one mail a minute at most', async () => {
    await using server = await startMailServer()
    const clock = new ManualClock()
    await using app = await createTestApp({ queue: false, env: { smtpUrl: server.url }, deps: { clock } })
    const { email } = await buildUser(app.deps)
    for (const key of ['first', 'second']) await runJob(app.deps, passwordMailJob, { email, locale: 'en' }, key)
    expect(server.received).toHaveLength(1)
    clock.advance(61_000)
    await runJob(app.deps, passwordMailJob, { email, locale: 'en' }, 'third')
    expect(server.received).toHaveLength(2)
  })

  test('needs an admin where no mail is sent', async () => {
    await using app = await createTestApp({ queue: false })
    expect(await app.caller(null).auth.status()).toMatchObject({ mailsPasswords: false })
    await expect(app.caller(null).auth.requestPasswordMail({ email: 'a@example.com' })).rejects.toThrow('Ask an admin')
  })
})

describe('a link from an admin', () => {
  const clock = new ManualClock()
  const opened = createTestApp({ queue: false, deps: { clock } })
  afterAll(async () => (await opened)[Symbol.asyncDispose]())

  const linkFor = async (app: TestApp, role: 'viewer' | 'owner' = 'viewer') => {
    const { userId, email } = await app.session(role)
    const { id } = await memberOf(app, userId)
    return {
      id,
      userId,
      email,
      token: tokenOf((await app.caller('owner').members.createPasswordLink({ memberId: id })).link),
    }
  }

  test('is stored as a hash, works once even when it is used twice at the same time', async () => {
    const app = await opened
    const { token, userId } = await linkFor(app)
    const rows = await app.deps.db.selectFrom('password_resets').selectAll().where('user_id', '=', userId).execute()
    expect(JSON.stringify(rows)).not.toContain(token)
    const tries = await Promise.allSettled(
      [1, 2, 3].map(() => app.caller(null).auth.resetPassword({ token, password: newPassword })),
    )
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
  })

  test('ends after half an hour, and when there is a newer one', async () => {
    const app = await opened
    const { id, token } = await linkFor(app)
    const newer = tokenOf((await app.caller('admin').members.createPasswordLink({ memberId: id })).link)
    await expect(app.caller(null).auth.openPasswordLink({ token })).rejects.toThrow('was used or has run out')
    await app.caller(null).auth.openPasswordLink({ token: newer })
    clock.advance(30 * 60_000)
    await expect(app.caller(null).auth.openPasswordLink({ token: newer })).rejects.toThrow('was used or has run out')
    await expect(app.caller(null).auth.resetPassword({ token: newer, password: newPassword })).rejects.toThrow(
      'was used',
    )
  })

  test('is not for an owner, unless another owner makes it', async () => {
    const app = await opened
    const { id } = await linkFor(app, 'owner')
    await expect(app.caller('admin').members.createPasswordLink({ memberId: id })).rejects.toThrow('Ask an owner')
    await expect(app.caller('editor').members.createPasswordLink({ memberId: id })).rejects.toThrow('needs the role')
  })

  test('is not for somebody who is also where the admin has no say, nor made by a key', async () => {
    const app = await opened
    const { deps } = app
    const { userId, id } = await linkFor(app)
    const admin = await buildUser(deps, { workspaceId: app.workspace.id, role: 'owner' })
    const ctx = { ...app.ctx('owner'), actor: { kind: 'user' as const, id: admin.id, name: admin.name } }
    const { createPasswordLink } = await import('../members/create-password-link.ts')
    await createPasswordLink(ctx, { memberId: id })

    const other = await buildWorkspace(deps)
    const at = deps.clock.now()
    await insertMember(deps.db, { id: deps.ids.uuid(), workspaceId: other.id, userId, role: 'editor', at })
    expect(await serviceErrorOf(createPasswordLink(ctx, { memberId: id }))).toMatchObject({ text: 'accountElsewhere' })
    await insertMember(deps.db, { id: deps.ids.uuid(), workspaceId: other.id, userId: admin.id, role: 'editor', at })
    expect(await serviceErrorOf(createPasswordLink(ctx, { memberId: id }))).toMatchObject({ text: 'accountElsewhere' })
    await deps.db.updateTable('members').set({ role: 'admin' }).where('user_id', '=', admin.id).execute()
    await createPasswordLink(ctx, { memberId: id })

    const headers = { authorization: `Bearer ${await app.apiKey('admin')}` }
    const byKey = await app.request('/api/trpc/members.createPasswordLink', { json: { memberId: id }, headers })
    expect([byKey.status, await byKey.text()]).toEqual([403, expect.stringContaining('An API key cannot do this')])
  })
})

test('somebody who was removed and forgot the password can be invited again, and nothing of before works', async () => {
  await using app = await createTestApp({ queue: false })
  const { email, userId, cookie } = await app.session('editor')
  await app.caller('owner').members.remove({ memberId: (await memberOf(app, userId)).id })
  const { link } = await app.caller('owner').members.invite({ email, role: 'viewer' })
  const token = new URL(link).hash.slice(1)
  const visitor = app.caller(null)
  expect(await visitor.auth.invitation({ token })).toMatchObject({ hasAccount: false })
  await visitor.auth.acceptInvitation({ token, account: { name: 'Back Again', password: newPassword } })

  expect((await app.request('/api/trpc/auth.me', { headers: { cookie } })).status).toBe(401)
  expect((await signIn(app, email, testPassword)).status).toBe(401)
  expect((await signIn(app, email, newPassword)).status).toBe(200)
  expect(await memberOf(app, userId)).toMatchObject({ name: 'Back Again', email, role: 'viewer' })
})
