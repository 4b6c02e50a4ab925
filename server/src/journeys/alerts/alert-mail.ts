import { fillText } from '@tabiji/shared/messages/fill-text.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { mailLayout } from '../../kernel/mail/mail-layout.ts'
import { escapeHtml } from '../../kernel/http/escape-html.ts'
import type { AlertCause } from './alert.schemas.ts'
import { alertTexts, footerText } from './alert-texts.ts'

export type AlertContent = {
  cause: AlertCause
  /** Values for the placeholders in the texts. */
  params: Record<string, string | number>
  /** One line for each step or connection. */
  lines: string[]
  url: string
  /**
   * The end of the time span that this alert covers, by the clock that dated its events. Later events go into the next
   * alert.
   */
  toldUntil: Date
}

/**
 * Subject and body of an alert in one language. Names are data: they are escaped, and the subject stays on one line.
 */
export function alertMail(
  { cause, params, lines, url }: AlertContent,
  locale: Locale,
): { subject: string; html: string; text: string } {
  const texts = alertTexts[cause]
  const say = (text: Record<Locale, string>) => fillText(text[locale], params)
  const subject = say(texts.subject).replace(/\s+/g, ' ').trim()
  const lead = say(texts.lead)
  const list = lines.length === 0 ? '' : `<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`
  const body = `<p>${escapeHtml(lead)}</p>${list}
<p><a href="${escapeHtml(url)}">${escapeHtml(texts.button[locale])}</a></p>
<p style="font-size:13px;color:#5b6669;">${escapeHtml(footerText[locale])}</p>`
  const text = [
    lead,
    ...(lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join('\n')]),
    `${texts.button[locale]}: ${url}`,
    footerText[locale],
  ].join('\n\n')
  return { subject, html: mailLayout({ title: subject, body }), text }
}
