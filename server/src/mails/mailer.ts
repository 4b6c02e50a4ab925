import nodemailer from 'nodemailer'
import type { Env } from '../env.ts'

export type OutgoingMail = {
  from: string
  to: string
  subject: string
  html: string
  text: string
  messageId: string
  headers?: Record<string, string>
}

/** Rejects when the mail server refuses or does not answer. Without a mail server there is no mailer: see the outbox. */
export type Mailer = {
  sends: boolean
  send(mail: OutgoingMail): Promise<void>
  close(): void
}

export function createMailer(config: Pick<Env, 'smtpUrl'>): Mailer {
  if (config.smtpUrl === undefined)
    return {
      sends: false,
      send: () => Promise.reject(new Error('No mail server is set (SMTP_URL); the mail belongs into the outbox.')),
      close: () => {},
    }
  const transport = nodemailer.createTransport({ url: config.smtpUrl, pool: true })
  return {
    sends: true,
    async send(mail) {
      await transport.sendMail(mail)
    },
    close: () => transport.close(),
  }
}
