import { AddressRefused } from '../outbound/guarded-lookup.ts'
import { NameNotResolved } from '../outbound/names/name-resolver.ts'

/**
 * `refused`: the server rejects this mail. `busy`: temporarily rejected. `unreachable`: no mail can be sent at the
 * moment, so the fault is not about this mail. `inDoubt`: the connection ended after the mail was handed over and
 * before it was accepted.
 */
export type MailFaultKind = 'refused' | 'busy' | 'unreachable' | 'inDoubt'

/** Why no mail could be sent, for a person who sets the server up. The web has a text for each. */
export const mailFaultCauses = [
  'addressRefused',
  'certificate',
  'connection',
  'encryption',
  'loginRefused',
  'nameUnknown',
  'recipientRefused',
  'senderRefused',
  'timedOut',
  'other',
] as const
export type MailFaultCause = (typeof mailFaultCauses)[number]

export class MailFault extends Error {
  readonly kind: MailFaultKind
  readonly reason: MailFaultCause
  /** The three-digit reply code of the server, if there was one. */
  readonly responseCode: number | null

  constructor(
    kind: MailFaultKind,
    message: string,
    responseCode: number | null = null,
    reason: MailFaultCause = 'other',
  ) {
    super(message)
    this.name = 'MailFault'
    this.kind = kind
    this.responseCode = responseCode
    this.reason = reason
  }
}

type NodemailerFault = Error & { code?: string; command?: string; responseCode?: number; response?: string }

export function toMailFault(error: unknown, isHandedOver: boolean): MailFault {
  const { code, responseCode, response, message } = error as NodemailerFault
  const text = (response ?? message).replace(/\s+/g, ' ').slice(0, 500)
  const fault = (kind: MailFaultKind, said = text) =>
    new MailFault(kind, said, responseCode ?? null, causeOf(error as NodemailerFault))
  if (error instanceof AddressRefused) return fault('unreachable', 'The address of the mail server is not allowed.')
  if (code === 'ETLS')
    return fault(
      'unreachable',
      `The mail server offers no TLS, so nothing was sent to it: ${text}. Use smtps://, or set SMTP_TLS=off if the network is trusted.`,
    )
  // A wrong password, or a server that accepts no mail at all: every other mail would fail the same way.
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2') return fault('unreachable')
  if (code === 'EENVELOPE' || code === 'EMESSAGE') {
    if (responseCode === 421) return fault('unreachable')
    if (responseCode !== undefined && responseCode >= 400 && responseCode < 500) return fault('busy')
    if (responseCode !== undefined && responseCode >= 500) return fault('refused')
    // The mailer's own check of the addresses.
    if (responseCode === undefined && !isHandedOver && code === 'EENVELOPE') return fault('refused')
  }
  return fault(isHandedOver ? 'inDoubt' : 'unreachable')
}

function causeOf(error: NodemailerFault): MailFaultCause {
  const { code, command, message } = error
  if (error instanceof AddressRefused) return 'addressRefused'
  if (error instanceof NameNotResolved) return 'nameUnknown'
  if (/certificate|altname|self.signed/i.test(message)) return 'certificate'
  // A server that speaks plain SMTP first answers a TLS greeting with text, and OpenSSL takes it for a wrong version.
  if (code === 'ETLS' || /wrong version number|packet length too long|SSL|TLS/.test(message)) return 'encryption'
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2') return 'loginRefused'
  if (code === 'EDNS' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'nameUnknown'
  if (code === 'ETIMEDOUT' || /timeout/i.test(message)) return 'timedOut'
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return command === 'MAIL FROM' ? 'senderRefused' : 'recipientRefused'
  return code === undefined ? 'other' : 'connection'
}
