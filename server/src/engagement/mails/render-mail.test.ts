import { describe, expect, it } from 'vitest'
import { mailLocale } from './mail-locale.ts'
import { messageIdOf, recipientOf } from './mail-address.ts'
import { renderMail } from './render-mail.ts'

const locale = { timeZone: 'Asia/Tokyo', locale: 'en' }
const scope = {
  participant: { email: 'aiko@example.com', firstName: 'Aiko', due: '2026-11-22T20:00:00Z' },
  nodes: { post: { ts: '17' } },
}

function render(texts: { subject?: string; body?: string; to?: string | null }, participant: Record<string, any> = {}) {
  const rendered = renderMail(
    { subject: 'Hello', body: '<p>Hi</p>', to: null, ...texts },
    { ...scope, participant: { ...scope.participant, ...participant } },
    locale,
  )
  if (!rendered.ok) throw new Error(rendered.error.code)
  return rendered.value
}

describe('renderMail', () => {
  it('fills subject and body and writes the body as plain text too', () => {
    const { subject, html, text } = render({
      subject: 'Hi {{ participant.firstName }}',
      body: '<h1>Ticket {{ nodes.post.ts }}</h1><p>See <a href="https://example.com/t">the ticket</a>.</p><p>Bye</p>',
    })
    expect(subject).toBe('Hi Aiko')
    expect(html).toContain('<h1>Ticket 17</h1>')
    expect(text).toBe('Ticket 17\n\nSee the ticket [https://example.com/t].\n\nBye')
  })

  it('lets no value write HTML, in the body or in the title', () => {
    const { html } = render(
      { subject: 'Hi {{ participant.firstName }}', body: '<p>{{ participant.firstName }}</p>' },
      { firstName: '<img src=x onerror=alert(1)></title><script>' },
    )
    expect(html).not.toContain('<img src=x')
    expect(html).not.toContain('<script>')
    expect(html).toContain('&#60;img src=x')
  })

  it('makes one line of the subject and of the address', () => {
    const { subject, to } = render(
      { subject: 'Hi {{ participant.firstName }}', to: '{{ participant.firstName }}@example.com' },
      { firstName: 'A\r\nBcc: eve@example.com\u2028' },
    )
    expect(subject).toBe('Hi A Bcc: eve@example.com')
    expect(recipientOf(to, {}, [])).toMatchObject({ ok: false, code: 'recipientInvalid' })
  })

  it('keeps the paragraphs of a body typed without HTML', () => {
    const { html, text } = render({ body: 'Dear {{ participant.firstName }},\nhello.\n\nBye & thanks' })
    expect(html).toContain('<p>Dear Aiko,<br>\nhello.</p>')
    expect(text).toBe('Dear Aiko,\nhello.\n\nBye & thanks')
  })

  it('writes dates in the zone of the reader', () => {
    expect(render({ body: '<p>{{ participant.due | date: "%Y-%m-%d %H:%M" }}</p>' }).text).toBe('2026-11-23 05:00')
  })

  it('marks a Japanese mail as Japanese, for its glyphs', () => {
    expect(render({ body: '<p>こんにちは</p>' }).html).toContain('<html lang="ja"')
    expect(render({}).html).toContain('<html lang="en"')
  })

  it('says which text has a mistake', () => {
    expect(renderMail({ subject: '{{ participant.', body: 'x', to: null }, scope, locale)).toMatchObject({
      ok: false,
      error: { path: ['subject'] },
    })
  })
})

describe('recipientOf', () => {
  const definitions = [
    { key: 'name', type: 'text' as const },
    { key: 'mail', type: 'email' as const },
  ]
  it.each([
    [null, { mail: ' aiko@example.com ' }, { ok: true, address: 'aiko@example.com' }],
    ['boss@example.com', { mail: 'aiko@example.com' }, { ok: true, address: 'boss@example.com' }],
    [null, { mail: null }, { ok: false, code: 'recipientMissing' }],
    ['', { mail: 'aiko@example.com' }, { ok: false, code: 'recipientMissing' }],
    ['a@example.com, b@example.com', {}, { ok: false, code: 'recipientInvalid' }],
    ['Aiko <a@example.com>', {}, { ok: false, code: 'recipientInvalid' }],
  ])('takes %j with %j as %j', (to, fields, expected) => {
    expect(recipientOf(to, fields, definitions)).toMatchObject(expected)
  })
})

describe('what belongs to the reader', () => {
  it('is their own zone and language where they have some', () => {
    expect(mailLocale({ timeZone: 'Europe/Paris', language: 'ja-JP' }, 'Asia/Tokyo')).toEqual({
      timeZone: 'Europe/Paris',
      locale: 'ja',
    })
    expect(mailLocale({ timeZone: 'Mars/Base' }, 'Asia/Tokyo')).toEqual({ timeZone: 'Asia/Tokyo', locale: 'en' })
  })

  it('is one message id for every attempt of a step execution, and another for the next visit', () => {
    const step = { enrollmentId: 'e1', stepId: 'mail/send', visit: 1 }
    const from = 'Tabiji <tabiji@example.org>'
    expect(messageIdOf(step, from)).toBe(messageIdOf({ ...step }, from))
    expect(messageIdOf(step, from)).not.toBe(messageIdOf({ ...step, visit: 2 }, from))
    expect(messageIdOf(step, from)).toMatch(/^<[A-Za-z0-9.-]+@example\.org>$/)
  })
})
