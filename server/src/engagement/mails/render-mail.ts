import { htmlToText } from 'html-to-text'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { err, ok, type Result } from '@tabiji/shared/kernel/result.ts'
import { type LiquidScope, renderLiquid } from '@tabiji/shared/text/liquid.ts'
import { mailLayout } from '../../kernel/mail/mail-layout.ts'

export type MailTexts = { subject: string; body: string; to: string | null }

export type RenderedMail = {
  subject: string
  html: string
  text: string
  /** Null when the mail goes to the participant's own address. */
  to: string | null
}

export type MailLocale = { timeZone: string; locale: string }

/** Changes the body before values are filled in, and the HTML after that. */
export type BodyLayer = { prepare(body: string): string; finish(html: string): string }

/**
 * Renders a mail for one participant. Values are escaped in the body; subject and address are single lines of text. The
 * first layer is the innermost, so its `finish` runs first.
 */
export function renderMail(
  texts: MailTexts,
  scope: LiquidScope,
  { timeZone, locale }: MailLocale,
  layers: readonly BodyLayer[] = [],
): Result<RenderedMail, Issue> {
  const subject = renderLiquid(texts.subject, scope, { html: false, timeZone, locale })
  if (!subject.ok) return err({ ...subject.error, path: ['subject'] })
  const source = layers.reduce((body, layer) => layer.prepare(body), texts.body)
  const body = renderLiquid(source, scope, { html: true, timeZone, locale })
  if (!body.ok) return err({ ...body.error, path: ['body'] })
  const to = texts.to === null ? null : renderLiquid(texts.to, scope, { html: false, timeZone, locale })
  if (to && !to.ok) return err({ ...to.error, path: ['to'] })
  const title = singleLine(subject.value)
  const content = layers.reduce((html, layer) => layer.finish(html), asHtml(body.value))
  return ok({
    subject: title,
    html: mailLayout({ title, body: content }),
    text: plainText(content),
    to: to && singleLine(to.value),
  })
}

/** What lies deeper is left out of the plain text. Each level takes a place on the stack. */
const maxNesting = 200

/** A line break in a header would start another header. */
function singleLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

/** Keeps the paragraphs of a plain text body, for example from the API. */
function asHtml(body: string): string {
  // The same as /<[a-z!/][^>]*>/, which would read a text of many `<a` once for each of them.
  const opening = body.search(/<[a-z!/]/i)
  if (opening !== -1 && opening < body.lastIndexOf('>')) return body
  return body
    .trim()
    .split(/\r?\n\s*\r?\n/)
    .map((paragraph) => `<p>${withLinks(paragraph).replace(/\r?\n/g, '<br>\n')}</p>`)
    .join('\n')
}

/** Mail programs turn addresses in plain text into links. Links made here can also be tracked. */
function withLinks(text: string): string {
  return text.replace(
    /https?:\/\/[^\s<>"'、。（）「」]*[^\s<>"'、。（）「」.,;:!?)\]}]/g,
    (url) => `<a href="${url}">${url}</a>`,
  )
}

function plainText(html: string): string {
  return htmlToText(html, {
    // Japanese has no spaces to wrap at, and mail programs wrap by themselves.
    wordwrap: false,
    limits: { maxInputLength: 2_000_000, maxDepth: maxNesting },
    selectors: [
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false, noAnchorUrl: true } },
      // The eleven score addresses are left out of the plain text. The link below them opens the same page.
      { selector: 'a.score', format: 'anchor', options: { ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  }).trim()
}
