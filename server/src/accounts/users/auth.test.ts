import { clockShowing } from '../../../test/manual-clock.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { buildUser, buildWorkspace, testPassword } from '../../../test/factories.ts'
import { createTestApp, jsonOf, type TestApp } from '../../../test/test-app.ts'
import { localClient } from '../../kernel/http/requests/client-address.ts'
import { openAuthPaths } from '../sessions/auth-paths.ts'
import { setupCode } from './setup-code.ts'
import { auditLogOperations } from '../../kernel/audit/audit-log.operations.ts'
import { calling } from '../../../test/call-operation.ts'

const listAuditLog = calling(auditLogOperations.list)

const owner = { name: 'Aiko', email: 'Aiko@Example.com', password: testPassword }
const signIn = (app: TestApp, email: string, password: string) =>
  app.request('/api/auth/sign-in/email', { json: { email, password } })

describe('the first owner', () => {
  test('is created once, by whoever comes first, and can sign in', async () => {
    await using app = await createTestApp({ queue: false })
    const visitor = app.caller(null)
    expect(await visitor.auth.status()).toEqual({ needsOwner: true, needsSetupCode: false, mailsPasswords: false })

    const tries = await Promise.allSettled([
      visitor.auth.createOwner({ ...owner, workspaceName: 'Hotel' }),
      visitor.auth.createOwner({ ...owner, email: 'second@example.com' }),
    ])
    expect(tries.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await visitor.auth.status()).toEqual({ needsOwner: false, needsSetupCode: false, mailsPasswords: false })
    await expect(visitor.auth.createOwner(owner)).rejects.toThrow('An owner exists already')
  })

  test('joins the workspace that the command line has made', async () => {
    await using app = await createTestApp({ queue: false })
    const created = await app
      .caller(null)
      .auth.createOwner({ ...owner, workspaceName: 'Hotel', timeZone: 'Asia/Tokyo' })
    expect(created.workspaceId).toBe(app.workspace.id)

    const response = await signIn(app, 'aiko@example.com', testPassword)
    const cookie = response.headers.getSetCookie().join('; ')
    const me = await jsonOf(await app.request('/api/trpc/auth.me', { headers: { cookie } }))
    expect(me.result.data.workspace).toEqual({ id: app.workspace.id, name: 'Hotel', role: 'owner' })
    const log = await listAuditLog(app.ctx(), {})
    expect(log.items).toMatchObject([
      { action: 'workspaceSettingsChanged', after: { name: 'Hotel', timeZone: 'Asia/Tokyo' } },
      { action: 'ownerCreated', actor: { kind: 'user', name: 'Aiko' } },
    ])
    expect(JSON.stringify(log.items)).not.toContain(testPassword)
  })

  test('needs the code from the terminal when others can reach the server', async () => {
    await using app = await createTestApp({ queue: false, env: { host: '0.0.0.0' } })
    const visitor = app.caller(null, { locale: 'ja' })
    expect(await visitor.auth.status()).toEqual({ needsOwner: true, needsSetupCode: true, mailsPasswords: false })
    await expect(visitor.auth.createOwner(owner)).rejects.toThrow('セットアップコードが正しくありません')
    await expect(visitor.auth.createOwner({ ...owner, setupCode: 'AAAA-BBBB-CCCC' })).rejects.toThrow(
      'セットアップコード',
    )

    const code = await setupCode(app.deps)
    expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/)
    await visitor.auth.createOwner({ ...owner, setupCode: code!.toLowerCase().replaceAll('-', ' ') })
    expect(await setupCode(app.deps)).toBeNull()
  })

  test('needs it too behind a proxy that makes a loopback server public', async () => {
    await using app = await createTestApp({ queue: false, env: { publicUrl: 'https://journeys.example.com' } })
    expect(await app.caller(null).auth.status()).toMatchObject({ needsSetupCode: true })
  })

  test('is told which value is wrong', async () => {
    await using app = await createTestApp({ queue: false })
    const response = await app.request('/api/trpc/auth.createOwner', { json: { ...owner, password: 'short' } })
    expect(response.status).toBe(422)
    const { error } = await jsonOf(response)
    expect(error.data).toMatchObject({ code: 'invalid', issues: [{ path: 'password' }] })
    expect(JSON.stringify(error)).not.toContain('stack')
  })
})

describe('signing in', () => {
  test('sets a cookie that scripts and other sites do not get, and a secure one behind https', async () => {
    await using app = await createTestApp({ queue: false })
    const user = await buildUser(app.deps, { workspaceId: app.workspace.id })
    const cookie = (await signIn(app, user.email, testPassword)).headers.getSetCookie().join('\n')
    expect(cookie).toMatch(/^tabiji\.session_token=[^;]+;.*HttpOnly.*SameSite=Lax/im)
    expect(cookie).not.toMatch(/secure/i)

    await using published = await createTestApp({ queue: false, env: { publicUrl: 'https://journeys.example.com' } })
    const other = await buildUser(published.deps, { workspaceId: published.workspace.id })
    const secure = (await signIn(published, other.email, testPassword)).headers.getSetCookie().join('\n')
    expect(secure).toMatch(/^__Host-tabiji\.session_token=[^;]+;.*Path=\/;.*Secure/im)
    expect(secure).not.toMatch(/domain=/i)
  })

  test('with a wrong password or an unknown address says the same', async () => {
    await using app = await createTestApp({ queue: false })
    const user = await buildUser(app.deps)
    const answers = [
      await signIn(app, user.email, 'wrong password'),
      await signIn(app, 'no@example.com', 'whatever it is'),
    ]
    expect(answers.map((answer) => answer.status)).toEqual([401, 401])
    expect(await answers[0]!.text()).toBe(await answers[1]!.text())
  })

  test('ends with signing out', async () => {
    await using app = await createTestApp({ queue: false })
    const { cookie } = await app.session('viewer')
    const headers = { cookie, origin: 'http://127.0.0.1:3000' }
    const me = () => app.request('/api/trpc/auth.me', { headers })
    expect((await me()).status).toBe(200)
    expect((await app.request('/api/auth/sign-out', { json: {}, headers })).status).toBe(200)
    expect((await me()).status).toBe(401)
  })

  test('leaves every other door of the library closed', async () => {
    await using app = await createTestApp({ queue: false })
    const { cookie } = await app.session('viewer')
    const headers = { cookie, origin: 'http://127.0.0.1:3000' }
    for (const path of [
      '/sign-up/email',
      '/update-user',
      '/delete-user',
      '/change-email',
      '/organization/create',
      '/organization/invite-member',
      '/organization/update-member-role',
      '/organization/delete',
    ]) {
      expect(openAuthPaths).not.toContain(path)
      expect((await app.request(`/api/auth${path}`, { json: {}, headers })).status).toBe(404)
    }
  })
})

describe('a session', () => {
  test('speaks the language that its user chose, whatever the browser says', async () => {
    await using app = await createTestApp({ queue: false })
    const { cookie } = await app.session('viewer')
    const headers = { cookie, 'accept-language': 'en' }
    const refused = async () =>
      (await jsonOf(await app.request('/api/trpc/apiKeys.list', { headers }))).error.message as string
    expect(await refused()).toContain('Your role "viewer"')
    await app.request('/api/trpc/auth.setLocale', { json: { locale: 'ja' }, headers })
    expect(await refused()).toContain('現在の役割「閲覧者」')
  })

  test('follows a change of the role at once', async () => {
    await using app = await createTestApp({ queue: false })
    const { cookie, userId } = await app.session('admin')
    const list = () => app.request('/api/trpc/apiKeys.list', { headers: { cookie } })
    expect((await list()).status).toBe(200)
    const admin = app.caller('owner')
    const member = (await admin.members.list()).find((candidate) => candidate.userId === userId)!
    await admin.members.changeRole({ memberId: member.id, role: 'editor' })
    expect((await list()).status).toBe(403)
    await admin.members.remove({ memberId: member.id })
    expect((await jsonOf(await list())).error.message).toContain('not a member of any workspace')
  })

  test('of somebody in two workspaces works in the one chosen', async () => {
    await using app = await createTestApp({ queue: false })
    const { cookie } = await app.session('owner')
    const headers = { cookie }
    const created = await jsonOf(
      await app.request('/api/trpc/workspaces.create', { json: { name: 'Second' }, headers }),
    )
    const name = async () =>
      (await jsonOf(await app.request('/api/trpc/settings.get', { headers }))).result.data.name as string
    expect(await name()).toBe(app.workspace.name)
    const json = { workspaceId: created.result.data.id }
    expect((await app.request('/api/trpc/auth.switchWorkspace', { json, headers })).status).toBe(200)
    expect(await name()).toBe('Second')

    const stranger = await app.session('viewer')
    const refused = await app.request('/api/trpc/auth.switchWorkspace', { json, headers: { cookie: stranger.cookie } })
    expect(refused.status).toBe(404)
  })
})

describe('an invitation', () => {
  const app = createTestApp({ queue: false })
  afterAll(async () => (await app)[Symbol.asyncDispose]())

  const invite = async (email: string, role: 'viewer' | 'editor' | 'admin' | 'owner' = 'editor') => {
    const { link } = await (await app).caller('owner').members.invite({ email, role })
    return new URL(link).hash.slice(1)
  }

  test('lets one person choose a password and join with the role, once', async () => {
    const { caller, request } = await app
    const token = await invite('Ken@example.com', 'editor')
    expect(await caller(null).auth.invitation({ token })).toMatchObject({
      email: 'ken@example.com',
      role: 'editor',
      hasAccount: false,
    })
    const account = { name: 'Ken', password: testPassword }
    await caller(null).auth.acceptInvitation({ token, account })
    expect(
      (await request('/api/auth/sign-in/email', { json: { email: 'ken@example.com', password: testPassword } })).status,
    ).toBe(200)
    expect(await caller('viewer').members.list()).toContainEqual(
      expect.objectContaining({ email: 'ken@example.com', role: 'editor' }),
    )
    await expect(caller(null).auth.acceptInvitation({ token, account })).rejects.toThrow('was used')
    await expect(invite('ken@example.com')).rejects.toThrow('ken@example.com is a member already')
  })

  test('ends when it is withdrawn, replaced by a newer one, or a week old', async () => {
    const { caller, deps, ctx } = await app
    const replaced = await invite('mai@example.com')
    const withdrawn = await invite('mai@example.com', 'viewer')
    await expect(caller(null).auth.invitation({ token: replaced })).rejects.toThrow('has run out')
    const [open] = await caller('admin').members.invitations()
    expect(open).toMatchObject({ email: 'mai@example.com', role: 'viewer' })
    await caller('admin').members.cancelInvitation({ id: open!.id })
    await expect(caller(null).auth.invitation({ token: withdrawn })).rejects.toThrow('has run out')

    const old = await invite('old@example.com')
    const nextWeek = clockShowing(() => new Date(deps.clock.now().getTime() + 8 * 24 * 3600 * 1000))
    const { findOpenInvitation } = await import('../members/find-open-invitation.ts')
    await expect(findOpenInvitation({ ...ctx(), client: localClient, clock: nextWeek }, old)).rejects.toThrow(
      'invitationUsed',
    )
  })

  test('is only for its own address, and for accounts that prove themselves by signing in', async () => {
    const { caller, request, session } = await app
    const token = await invite('rin@example.com')
    const other = await session('viewer')
    const answer = await request('/api/trpc/auth.acceptInvitation', {
      json: { token },
      headers: { cookie: other.cookie },
    })
    expect(answer.status).toBe(403)

    const { deps } = await app
    const { id: elsewhere } = await buildWorkspace(deps)
    await buildUser(deps, { email: 'sora@example.com', workspaceId: elsewhere })
    const known = await invite('sora@example.com')
    expect(await caller(null).auth.invitation({ token: known })).toMatchObject({ hasAccount: true })
    await expect(
      caller(null).auth.acceptInvitation({ token: known, account: { name: 'Thief', password: testPassword } }),
    ).rejects.toThrow('exists already')
  })

  test('cannot give a role above that of the inviter', async () => {
    const { caller } = await app
    await expect(caller('admin').members.invite({ email: 'x@example.com', role: 'owner' })).rejects.toThrow(
      'You cannot give or take the role "owner" with your role "admin"',
    )
  })
})
