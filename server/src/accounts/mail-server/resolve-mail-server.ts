import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../kernel/context.ts'
import { invalid } from '../../kernel/errors.ts'
import { isThisMachine } from '../../kernel/http/requests/own-address.ts'
import type { SmtpServer } from '../../kernel/mail/smtp-server.ts'
import type { MailServerRow } from './mail-server.repository.ts'
import type { MailServerInput } from './mail-server.schemas.ts'
import { passwordPlace } from './sealed-password.ts'

/**
 * The server with its password: the entered one, or the stored one if nothing changed that decides who receives it. Refuses a server
 * that would get password and mails in clear text.
 */
export function resolveMailServer(ctx: Ctx, input: MailServerInput, stored: MailServerRow | undefined): SmtpServer {
  const { host, port, encryption, username } = input
  if (encryption === 'none' && ctx.config.smtpTls === 'required' && !isThisMachine(host))
    throw invalid([issue('mailServer.plainRefused', 'encryption', { host })])
  const server = { host, port, encryption }
  if (username === null) return { ...server, login: null }
  if (input.password !== undefined) return { ...server, login: { username, password: input.password } }
  const isSame =
    stored?.host === host && stored.port === port && stored.encryption === encryption && stored.username === username
  if (!isSame || stored.password === null)
    throw invalid([issue(stored ? 'mailServer.passwordAgain' : 'mailServer.passwordMissing', 'password', { host })])
  return { ...server, login: { username, password: ctx.secrets.open(stored.password, passwordPlace(stored)) } }
}

function issue(code: Issue['code'], field: string, params: Issue['params'] = {}): Issue {
  return { code, severity: 'error', path: [field], params }
}
