import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export type ReceivedMail = { from: string; to: string[]; raw: string; mail: Email }

/** How the server handles the next mails. */
export type MailServerMode =
  | 'accept'
  /** 451 for the recipient. */
  | 'busy'
  /** 550 for the recipient. */
  | 'refuse'
  /** 554 after the mail was received. */
  | 'refuseContent'
  /** Sends no reply after the mail was received. */
  | 'hang'
  /** Closes the connection after the mail was received, without saying whether it was accepted. */
  | 'dropAfterData'
  /** Closes the connection before the mail is handed over. */
  | 'dropBeforeData'

/** A real SMTP server that keeps the mails it receives: `await using server = await startMailServer()`. */
export async function startMailServer(options: { password?: string; onReceived?: (mail: ReceivedMail) => void } = {}) {
  const received: ReceivedMail[] = []
  let mode: MailServerMode = 'accept'
  const sockets = new Set<Socket>()

  const server = new SMTPServer({
    disabledCommands: options.password === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    allowInsecureAuth: true,
    authOptional: options.password === undefined,
    disableReverseLookup: true,
    logger: false,
    onAuth: (auth, _session, callback) =>
      auth.password === options.password
        ? callback(null, { user: auth.username })
        : callback(Object.assign(new Error('Invalid user name or password'), { responseCode: 535 })),
    onMailFrom(_address, _session, callback) {
      if (mode === 'dropBeforeData') dropAll()
      else callback()
    },
    onRcptTo(_address, _session, callback) {
      if (mode === 'busy') callback(Object.assign(new Error('Greylisted, try again later'), { responseCode: 451 }))
      else if (mode === 'refuse') callback(Object.assign(new Error('No such mailbox'), { responseCode: 550 }))
      else callback()
    },
    async onData(stream, session, callback) {
      const chunks: Buffer[] = []
      try {
        for await (const chunk of stream) chunks.push(chunk as Buffer)
      } catch {
        // The sender disconnected during the mail, so it never arrived.
        return
      }
      const raw = Buffer.concat(chunks)
      if (mode === 'refuseContent') return callback(Object.assign(new Error('Looks like spam'), { responseCode: 554 }))
      const mail: ReceivedMail = {
        from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
        to: session.envelope.rcptTo.map(({ address }) => address),
        raw: raw.toString('utf8'),
        mail: await PostalMime.parse(raw),
      }
      received.push(mail)
      options.onReceived?.(mail)
      if (mode === 'hang') return
      if (mode === 'dropAfterData') return dropAll()
      callback()
    },
  })
  server.on('error', () => {})
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  const dropAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  server.listen(0, '127.0.0.1')
  if (!server.server.listening) await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo

  return {
    port,
    url:
      options.password === undefined
        ? `smtp://127.0.0.1:${port}`
        : `smtp://tabiji:${options.password}@127.0.0.1:${port}`,
    received,
    set mode(next: MailServerMode) {
      mode = next
    },
    dropAll,
    async close() {
      dropAll()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
    async [Symbol.asyncDispose]() {
      await this.close()
    },
  }
}
export type MailServer = Awaited<ReturnType<typeof startMailServer>>
