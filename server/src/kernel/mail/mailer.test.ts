import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import PostalMime from 'postal-mime'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type MailServerMode, startMailServer } from '../../../test/mail-server.ts'
import { MailFault } from './mail-fault.ts'
import { createMailer, type OutgoingMail } from './mailer.ts'

const mail: OutgoingMail = {
  from: 'Tabiji <tabiji@example.org>',
  to: 'aiko@example.com',
  subject: 'ようこそ Aiko',
  html: '<p>Hello <b>愛子</b></p>',
  text: 'Hello 愛子',
  messageId: '<abc.1@example.org>',
}

async function open(options: { password?: string; query?: string; host?: string; smtpTls?: 'required' | 'off' } = {}) {
  const server = await startMailServer(options)
  const url = new URL(`${server.url}${options.query ?? ''}`)
  if (options.host !== undefined) url.hostname = options.host
  const smtpTls = options.smtpTls ?? 'required'
  const mailer = createMailer({ smtpUrl: url.href, smtpTls, dataDir: '/nonexistent' })
  onTestFinished(async () => {
    mailer.close()
    await server.close()
  })
  return { server, mailer }
}

async function faultOf(sending: Promise<void>): Promise<MailFault> {
  const error = await sending.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(error instanceof MailFault)) throw new Error(`expected a MailFault, got ${String(error)}`)
  return error
}

// 0.0.0.0 reaches this machine, but counts as another one.
describe('the mailer and a server on another machine that offers no TLS', () => {
  it('gets neither password nor mail', async () => {
    const { server, mailer } = await open({ password: 'hunter2hunter2', host: '0.0.0.0' })
    const fault = await faultOf(mailer.send(mail))
    expect(fault.message).toMatch(/TLS/)
    expect(server.received).toEqual([])
  })

  it('gets the mail where TLS is off', async () => {
    const { server, mailer } = await open({ host: '0.0.0.0', smtpTls: 'off' })
    await mailer.send(mail)
    expect(server.received).toHaveLength(1)
  })
})

describe('the mailer over SMTP', () => {
  it('hands over subject, both bodies and the message id unchanged', async () => {
    const { server, mailer } = await open()
    await mailer.send(mail)
    expect(server.received).toMatchObject([
      {
        from: 'tabiji@example.org',
        to: ['aiko@example.com'],
        mail: {
          subject: 'ようこそ Aiko',
          messageId: '<abc.1@example.org>',
          from: { name: 'Tabiji', address: 'tabiji@example.org' },
          to: [{ address: 'aiko@example.com' }],
          text: expect.stringContaining('Hello 愛子'),
          html: expect.stringContaining('<b>愛子</b>'),
        },
      },
    ])
    const headers = server.received[0]!.mail.headers
    expect(headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated')
  })

  it('makes one recipient of one address, whatever is written into it', async () => {
    const { server, mailer } = await open()
    await mailer.send({ ...mail, to: 'aiko@example.com, eve@example.com' }).catch(() => {})
    await mailer.send({ ...mail, to: 'aiko@example.com>\r\nRCPT TO:<eve@example.com' }).catch(() => {})
    expect(server.received.flatMap(({ to }) => to).filter((address) => address === 'eve@example.com')).toEqual([])
  })

  it('lets nothing in a subject or an address begin another header', async () => {
    const { server, mailer } = await open()
    await mailer.send({ ...mail, subject: 'Hi\r\nBcc: eve@example.com\r\n\r\nbody' })
    const [{ mail: parsed, to }] = server.received as [(typeof server.received)[0]]
    expect(to).toEqual(['aiko@example.com'])
    expect(parsed.headers.map(({ key }) => key)).not.toContain('bcc')
    expect(parsed.text).toContain('Hello')
  })

  it.each<[MailServerMode, MailFault['kind'], number | null]>([
    ['busy', 'busy', 451],
    ['refuse', 'refused', 550],
    ['refuseContent', 'refused', 554],
    ['dropBeforeData', 'unreachable', null],
    ['dropAfterData', 'inDoubt', null],
  ])('tells a server that does "%s" as %s', async (mode, kind, code) => {
    const { server, mailer } = await open()
    server.mode = mode
    expect(await faultOf(mailer.send(mail))).toMatchObject({ kind, responseCode: code })
  })

  it('does not send a second time by itself when the answer to a mail got lost', async () => {
    const { server, mailer } = await open()
    await mailer.send(mail)
    server.mode = 'dropAfterData'
    expect((await faultOf(mailer.send(mail))).kind).toBe('inDoubt')
    server.mode = 'accept'
    await mailer.send({ ...mail, messageId: '<next@example.org>' })
    expect(server.received.map((one) => one.mail.messageId)).toEqual([
      mail.messageId,
      mail.messageId,
      '<next@example.org>',
    ])
  })

  it('gives up a server that hangs, and is in doubt when it had the mail', async () => {
    const { server, mailer } = await open({ query: '?socketTimeout=300' })
    server.mode = 'hang'
    expect((await faultOf(mailer.send(mail))).kind).toBe('inDoubt')
  })

  it('gives up a server that never says hello', async () => {
    const silent = net.createServer(() => {}).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const { port } = silent.address() as net.AddressInfo
    const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}?greetingTimeout=200`, dataDir: '/nonexistent' })
    onTestFinished(() => {
      mailer.close()
      silent.close()
    })
    expect((await faultOf(mailer.send(mail))).kind).toBe('unreachable')
  })

  it('does not ask a server again that nobody could reach a moment ago', async () => {
    const { server, mailer } = await open()
    await server.close()
    const first = await faultOf(mailer.send(mail))
    expect(first.kind).toBe('unreachable')
    expect(await faultOf(mailer.send(mail))).toBe(first)
  })

  it('signs in, and holds mails back while its password is wrong', async () => {
    const { server, mailer } = await open({ password: 'right' })
    await mailer.send(mail)
    expect(server.received).toHaveLength(1)
    const wrong = createMailer({ smtpUrl: server.url.replace('right', 'wrong'), dataDir: '/nonexistent' })
    onTestFinished(() => wrong.close())
    expect(await faultOf(wrong.send(mail))).toMatchObject({ kind: 'unreachable', responseCode: 535 })
  })
})

describe('the local outbox', () => {
  it('keeps each mail as a file that a mail program opens', async () => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'tabiji-outbox-'))
    onTestFinished(() => rm(dataDir, { recursive: true }))
    const mailer = createMailer({ smtpUrl: undefined, dataDir })
    expect(mailer.sends).toBe(false)
    await mailer.send(mail)
    await mailer.send({ ...mail, messageId: '<../../../etc/passwd@example.org>' })
    const names = await readdir(path.join(dataDir, 'outbox'))
    expect(names.toSorted()).toEqual(['.._.._.._etc_passwd_example.org.eml', 'abc.1_example.org.eml'])
    const file = path.join(dataDir, 'outbox', 'abc.1_example.org.eml')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await PostalMime.parse(await readFile(file))).toMatchObject({
      subject: mail.subject,
      messageId: mail.messageId,
    })
  })

  it('does without files where there is no data folder', async () => {
    await createMailer({ smtpUrl: undefined, dataDir: '/nonexistent/tabiji' }).send(mail)
  })
})
