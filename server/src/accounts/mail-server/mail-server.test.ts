import { afterAll, expect, onTestFinished, test } from 'vitest'
import { startMailServer } from '../../../test/mail-server.ts'
import { createTestApp } from '../../../test/test-app.ts'

// The list lets the product reach the mail servers of these tests.
const app = await createTestApp({ env: { calloutAllow: ['127.0.0.1'] } })
afterAll(() => app[Symbol.asyncDispose]())
const admin = app.caller('admin')
const to = 'customer001@example.com'

const refusal = (code: string, path: string) => ({ cause: { problem: { issues: [{ code, path }] } } })

async function start(options: Parameters<typeof startMailServer>[0] = {}) {
  const server = await startMailServer(options)
  onTestFinished(async () => {
    await admin.mailServer.remove()
    await server.close()
  })
  const port = Number(new URL(server.url).port)
  return { server, input: { host: '127.0.0.1', port, encryption: 'none' as const, username: null } }
}

test('without a server mails reach nobody, and the page says so', async () => {
  expect(await admin.mailServer.get()).toEqual({ source: 'none', server: null, installationSends: false })
  expect(await admin.mails.delivery()).toEqual({ sends: false })
})

test('a mail can be tried before the server is saved, and nothing is kept', async () => {
  const { server, input } = await start()
  expect(await admin.mailServer.try({ server: input, to })).toMatchObject({ ok: true, to })
  expect(server.received).toMatchObject([{ to: [to], mail: { subject: 'Tabiji can send mails' } }])
  expect(await admin.mailServer.get()).toMatchObject({ source: 'none' })
})

test('the saved server sends, in every process, until it is removed', async () => {
  const { server, input } = await start({ password: 'open sesame' })
  const login = { username: 'tabiji', password: 'open sesame' }
  await admin.mailServer.save({ ...input, ...login })
  const { password: _password, ...shown } = { ...input, ...login }
  expect(await admin.mailServer.get()).toEqual({ source: 'workspace', server: shown, installationSends: false })
  expect(await admin.mails.delivery()).toEqual({ sends: true })
  expect(await admin.mailServer.try({ server: null, to })).toMatchObject({ ok: true })
  expect(server.received).toHaveLength(1)
  await admin.mailServer.remove()
  expect(await admin.mails.delivery()).toEqual({ sends: false })
})

test('the password is stored sealed, kept when nothing changes, and asked for again for another server or name', async () => {
  const { input } = await start({ password: 'open sesame' })
  const saved = { ...input, username: 'tabiji' }
  await expect(admin.mailServer.save(saved)).rejects.toMatchObject(refusal('mailServer.passwordMissing', 'password'))
  await admin.mailServer.save({ ...saved, password: 'open sesame' })
  const [row] = await app.deps.db.selectFrom('mail_servers').select('password').execute()
  expect(row?.password).not.toContain('sesame')
  await admin.mailServer.save(saved)
  expect(await admin.mailServer.try({ server: saved, to })).toMatchObject({ ok: true })
  const changes = [{ host: 'localhost' }, { port: 26 }, { encryption: 'tls' as const }, { username: 'other' }]
  for (const change of changes) {
    const trial = admin.mailServer.try({ server: { ...saved, ...change }, to })
    await expect(trial, JSON.stringify(change)).rejects.toMatchObject(refusal('mailServer.passwordAgain', 'password'))
  }
})

test('a wrong password, an unknown name, a closed port and a wrong kind of encryption are told apart', async () => {
  const { input } = await start({ password: 'open sesame' })
  const trial = async (change: object) => admin.mailServer.try({ server: { ...input, ...change }, to })
  expect(await trial({ username: 'tabiji', password: 'wrong' })).toMatchObject({ ok: false, cause: 'loginRefused' })
  expect(await trial({ host: 'mail.invalid', encryption: 'tls' })).toMatchObject({ ok: false, cause: 'nameUnknown' })
  expect(await trial({ port: 1 })).toMatchObject({ ok: false, cause: 'connection' })
  expect(await trial({ encryption: 'tls' })).toMatchObject({ ok: false, cause: 'encryption' })
  expect(await trial({ encryption: 'startTls' })).toMatchObject({ ok: false, cause: 'encryption' })
})

test('a refused recipient is told apart', async () => {
  const { server, input } = await start()
  server.mode = 'refuse'
  expect(await admin.mailServer.try({ server: input, to })).toMatchObject({ ok: false, cause: 'recipientRefused' })
})

test('a server off this machine is refused without encryption', async () => {
  const server = { host: 'mail.example.com', port: 25, encryption: 'none' as const, username: null }
  await expect(admin.mailServer.save(server)).rejects.toMatchObject(refusal('mailServer.plainRefused', 'encryption'))
})

test('an inner address is not reached unless it is allowed', async () => {
  const closed = await createTestApp()
  onTestFinished(() => closed[Symbol.asyncDispose]())
  const { server, input } = await start()
  for (const host of ['127.0.0.1', 'localhost', '0177.0.0.1']) {
    const trial = await closed.caller('admin').mailServer.try({ server: { ...input, host }, to })
    expect(trial, host).toMatchObject({ ok: false, cause: 'addressRefused' })
  }
  expect(server.received).toEqual([])
})

test('a server of one workspace sends nothing of another', async () => {
  const { input } = await start()
  await admin.mailServer.save(input)
  const other = await app.deps.mailers.of('00000000-0000-7000-8000-000000000000')
  expect(other).toBe(app.deps.mailer)
})
