import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type PassThrough, Readable } from 'node:stream'
import net from 'node:net'
import nodemailer, { type SendMailOptions } from 'nodemailer'
import type { SMTPPoolOptions } from 'nodemailer/lib/smtp-pool'
import MailComposer from 'nodemailer/lib/mail-composer'
import { encodeWord } from 'nodemailer/lib/mime-funcs'
import { type Clock, systemClock } from '../clock.ts'
import type { Env } from '../env.ts'
import { createSemaphore } from '../concurrency/semaphore.ts'
import { isThisMachine } from '../http/requests/own-address.ts'
import type { AllowList } from '../outbound/allow-list.ts'
import { checkTarget } from '../outbound/check-target.ts'
import { AddressRefused, guardedLookup } from '../outbound/guarded-lookup.ts'
import type { Resolve } from '../outbound/names/name-resolver.ts'
import { MailFault, toMailFault } from './mail-fault.ts'
import { outboxFileName, outboxFolder } from './outbox.ts'
import type { SmtpServer } from './smtp-server.ts'

export type OutgoingMail = {
  from: string
  to: string
  subject: string
  html: string
  text: string
  /** With angle brackets. */
  messageId: string
}

export type Mailer = {
  /** False: no mail server is set, and mails go to the local outbox. */
  sends: boolean
  /**
   * Takes a connection slot. It is taken before a mail is claimed, so that few mails are left in doubt after a crash.
   */
  acquire(): Promise<() => void>
  /** Rejects with a MailFault. */
  send(mail: OutgoingMail): Promise<void>
  close(): void
}

const maxConnections = 5
/** After the mail server could not be reached, no mail is tried for this time. */
const closedMs = 15_000

export function createMailer(
  config: Pick<Env, 'smtpUrl' | 'dataDir'> & Partial<Pick<Env, 'smtpTls'>>,
  clock: Pick<Clock, 'monotonic'> = systemClock,
): Mailer {
  return config.smtpUrl === undefined
    ? createOutbox(config.dataDir)
    : createSmtpMailer(
        {
          url: config.smtpUrl,
          // Without it the password and the mail would go in clear text to a server that does not offer STARTTLS.
          requireTLS: config.smtpTls !== 'off' && !isThisMachine(new URL(config.smtpUrl).hostname),
        },
        clock,
      )
}

/** The mailer of a server that somebody chose in the product: it reaches only public addresses and those that `allow` names. */
export function createServerMailer(
  { host, port, encryption, login }: SmtpServer,
  allow: AllowList,
  resolve: Resolve,
  clock: Pick<Clock, 'monotonic'> = systemClock,
): Mailer {
  return createSmtpMailer(
    {
      host,
      port,
      secure: encryption === 'tls',
      requireTLS: encryption === 'startTls',
      ignoreTLS: encryption === 'none',
      ...(login && { auth: { user: login.username, pass: login.password } }),
      getSocket: (_options, done) => {
        connectGuarded(host, port, allow, resolve).then(
          (connection) => done(null, { connection }),
          (error: Error) => done(error, false),
        )
      },
    },
    clock,
  )
}

const connectionTimeout = 15_000

/** Checks the addresses of the name in the socket's own lookup, so the checked address is the connected one. */
async function connectGuarded(host: string, port: number, allow: AllowList, resolveName: Resolve): Promise<net.Socket> {
  const target = checkTarget(`https://${host.includes(':') ? `[${host}]` : host}:${port}`, allow)
  if ('refused' in target) throw new AddressRefused('addressNotAllowed')
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, lookup: guardedLookup(target, allow, resolveName) })
    const timer = setTimeout(
      () => socket.destroy(Object.assign(new Error('Connection timeout'), { code: 'ETIMEDOUT' })),
      connectionTimeout,
    )
    socket.once('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error')
      resolve(socket)
    })
  })
}

function createSmtpMailer(options: Partial<SMTPPoolOptions>, clock: Pick<Clock, 'monotonic'>): Mailer {
  const transport = nodemailer.createTransport({
    ...options,
    pool: true,
    maxConnections,
    connectionTimeout,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    // The claim of the step decides whether a mail is sent a second time, not the transport.
    maxRequeues: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  // nodemailer's own stream fills before anything is sent. This one is first read when the server asks for the mail, so
  // its end shows that the server may have the whole mail.
  transport.use('stream', (mail, done) => {
    const { eml } = mail.data as { eml?: Readable }
    if (eml) mail.message.createReadStream = () => eml as PassThrough
    done()
  })
  const places = createSemaphore(maxConnections * 2)
  let closedUntil = 0
  let closedBy: MailFault | undefined

  return {
    sends: true,
    acquire: places.acquire,
    async send(mail) {
      if (closedBy && clock.monotonic() < closedUntil) throw closedBy
      const { eml, envelope } = await compose(mail)
      let isHandedOver = false
      const stream = Readable.from([eml], { objectMode: false }).on('end', () => (isHandedOver = true))
      try {
        await transport.sendMail({ envelope, raw: eml, messageId: mail.messageId, eml: stream } as SendMailOptions)
        closedBy = undefined
      } catch (error) {
        stream.destroy()
        const fault = toMailFault(error, isHandedOver)
        if (fault.kind === 'unreachable') {
          closedBy = fault
          closedUntil = clock.monotonic() + closedMs
        }
        throw fault
      }
    },
    close: () => transport.close(),
  }
}

function createOutbox(dataDir: string): Mailer {
  const places = createSemaphore(maxConnections * 2)
  return {
    sends: false,
    acquire: places.acquire,
    /** The table of mails keeps the mail itself. The file is for opening it in a mail program. */
    async send(mail) {
      const { eml } = await compose(mail)
      const folder = outboxFolder(dataDir)
      const name = outboxFileName(mail.messageId)
      try {
        await mkdir(folder, { mode: 0o700 }).catch(ignoreExisting)
        await writeFile(path.join(folder, name), eml, { mode: 0o600 })
      } catch (error) {
        // Without a data folder (an external database, a test) the table is the only outbox.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new MailFault('refused', String(error))
      }
    },
    close() {},
  }
}

async function compose(mail: OutgoingMail): Promise<{ eml: Buffer; envelope: { from: string; to: string[] } }> {
  const looksEncoded = mail.subject.includes('=?')
  const message = new MailComposer({
    ...mail,
    // A subject that looks like an encoded word would be decoded by the mail program and change. It is therefore
    // encoded itself.
    subject: looksEncoded ? undefined : mail.subject,
    // An address line would be parsed, so two addresses in it would become two recipients.
    to: { name: '', address: mail.to },
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(looksEncoded && { Subject: { prepared: true, value: encodeWord(mail.subject, 'B', maxEncodedWord) } }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()
  const { from, to } = message.getEnvelope()
  return { eml: await message.build(), envelope: { from: String(from || ''), to: [...to] } }
}

/** Leaves room for the header name on the line. */
const maxEncodedWord = 52

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
