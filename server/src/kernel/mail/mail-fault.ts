/**
 * `refused`: the server rejects this mail. `busy`: temporarily rejected. `unreachable`: no mail can be sent at the
 * moment, so the fault is not about this mail. `inDoubt`: the connection ended after the mail was handed over and
 * before it was accepted.
 */
export type MailFaultKind = 'refused' | 'busy' | 'unreachable' | 'inDoubt'

export class MailFault extends Error {
  readonly kind: MailFaultKind
  /** The three-digit reply code of the server, if there was one. */
  readonly responseCode: number | null

  constructor(kind: MailFaultKind, message: string, responseCode: number | null = null) {
    super(message)
    this.name = 'MailFault'
    this.kind = kind
    this.responseCode = responseCode
  }
}

type NodemailerFault = Error & { code?: string; responseCode?: number; response?: string }

export function toMailFault(error: unknown, isHandedOver: boolean): MailFault {
  const { code, responseCode, response, message } = error as NodemailerFault
  const text = (response ?? message).replace(/\s+/g, ' ').slice(0, 500)
  if (code === 'ETLS')
    return new MailFault(
      'unreachable',
      `The mail server offers no TLS, so nothing was sent to it: ${text}. Use smtps://, or set SMTP_TLS=off if the network is trusted.`,
      responseCode ?? null,
    )
  // A wrong password, or a server that accepts no mail at all: every other mail would fail the same way.
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2')
    return new MailFault('unreachable', text, responseCode)
  if (code === 'EENVELOPE' || code === 'EMESSAGE') {
    if (responseCode === 421) return new MailFault('unreachable', text, responseCode)
    if (responseCode !== undefined && responseCode >= 400 && responseCode < 500)
      return new MailFault('busy', text, responseCode)
    if (responseCode !== undefined && responseCode >= 500) return new MailFault('refused', text, responseCode)
    // The mailer's own check of the addresses.
    if (responseCode === undefined && !isHandedOver && code === 'EENVELOPE') return new MailFault('refused', text)
  }
  return new MailFault(isHandedOver ? 'inDoubt' : 'unreachable', text, responseCode ?? null)
}
