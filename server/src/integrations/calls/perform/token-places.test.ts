import { Busboy } from '@fastify/busboy'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { buildRequest } from '@tabiji/shared/http-call/request/build-request.ts'
import { externalActionSchema } from '@tabiji/shared/http-call/action/external-action.ts'
import { mapTokens } from '@tabiji/shared/http-call/request/map-tokens.ts'
import { coerceField } from '@tabiji/shared/values/coerce-field.ts'
import { type FieldType, fieldTypes, type FieldValue } from '@tabiji/shared/values/field-type.ts'
import { formatField } from '@tabiji/shared/values/format-field.ts'
import fc from 'fast-check'
import { once } from 'node:events'
import { SaxesParser } from 'saxes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CalloutServer, type ReceivedRequest, startCalloutServer } from '../../../../test/callout-server.ts'
import { type MailServer, startMailServer } from '../../../../test/mail-server.ts'
import { recipientOf } from '../../../engagement/mails/mail-address.ts'
import { createMailer, type Mailer } from '../../../kernel/mail/mailer.ts'
import { renderMail } from '../../../engagement/mails/render-mail.ts'
import { createFetchExternal, type FetchExternal } from '../../../kernel/outbound/fetch-external.ts'

// Sends every field type in every place that a value can have, with values that try to break out, and reads them with a
// real receiver's parser. Either the value arrives unchanged, or nothing is sent and an issue names the value.

let http: CalloutServer
let fetchExternal: FetchExternal
let smtp: MailServer
let mailer: Mailer
beforeAll(async () => {
  http = await startCalloutServer()
  fetchExternal = createFetchExternal({ allow: [http.allow] })
  smtp = await startMailServer()
  mailer = createMailer({ smtpUrl: smtp.url, dataDir: '/nowhere' })
})
afterAll(async () => {
  mailer.close()
  await fetchExternal.close()
  await http[Symbol.asyncDispose]()
  await smtp.close()
})

const hostileTexts = [
  'plain',
  `"'\\`,
  '"},{"admin":true,"x":"',
  'a\r\nX-Admin: 1',
  'a\nb',
  'a\0b',
  '../../admin',
  '..',
  '%2e%2e%2f',
  'a&b=c+d e?f#g%20',
  '<script>alert(1)</script>',
  ']]>',
  '&#x3C;&amp;',
  '{{x}} {% raw %} ${7*7}',
  'emoji 😀👩‍👩‍👧 漢字 é',
  'right \u202Eto\u202C left \u200F',
  'half \uD83D',
  ' padded  twice ',
  'a,b;c',
  'x'.repeat(10_240),
  'evil@example.com\r\nBcc: victim@example.com',
  'a@example.com, b@example.com; c@example.com',
  '=?utf-8?B?aGFja2Vk?=',
  '--boundary\r\nContent-Disposition: form-data; name="admin"\r\n\r\n1',
]

const values: Record<FieldType, unknown[]> = {
  text: hostileTexts,
  number: [0, -1.5, 1e21, 1e-7, 9007199254740991, '１２', '12"', Number.NaN],
  boolean: [true, false, 'はい', '"true"'],
  date: ['2026-11-25', '2026-02-30', '2026-11-25\r\nX-Admin: 1'],
  dateTime: ['2026-11-25T09:00:00+09:00', '2026-11-25T00:00:00.123Z', '2026-11-25 09:00', '<now>'],
  email: ['customer-001@example.com', "o'brien+tag@example.com", 'ä@例え.jp', ...hostileTexts],
  url: [
    'https://example.com/a?b=c&d=%20#e',
    "https://example.com/'(x)!",
    'javascript:alert(1)',
    'https://a@b/',
    ...hostileTexts,
  ],
  select: hostileTexts,
  multiSelect: [['a', 'b'], ['a;b', 'c'], ['"},{"', ']]>'], 'a;b', ...hostileTexts.map((text) => [text, 'other'])],
  list: [['a', 'b'], [1, true, 'x'], ['a;b', 'c'], [' a '], [''], ...hostileTexts.map((text) => [text, 'other'])],
}

type Sent = { value: FieldValue; arrived: unknown } | { refusedBecause: string; names: boolean }
type Place = {
  /** A list arrives as one text and is split again. */
  splits?: boolean
  send: (value: unknown, type: FieldType) => Promise<Sent>
  expected: (value: FieldValue) => unknown
}

/** What an HTTP place adds to the action, and how its receiver reads the value. */
const httpPlaces: Record<string, { action: object; read: (request: ReceivedRequest) => unknown; typed?: true }> = {
  path: {
    action: { path: '/v1/{{x}}/end' },
    read: ({ path }) => {
      const [, , value = '', end, ...rest] = path.split('?')[0]!.split('/')
      return end === 'end' && rest.length === 0 ? decodeURIComponent(value) : path
    },
  },
  query: {
    action: {
      path: '/q',
      query: [
        { name: 'v', value: '{{x}}' },
        { name: 'end', value: '1' },
      ],
    },
    read: ({ path }) => onlyPair(new URL(path, 'http://receiver').searchParams),
  },
  header: {
    action: { path: '/h', headers: [{ name: 'X-Value', value: '{{x}}' }] },
    read: ({ headers }) => (headers['x-admin'] === undefined ? headers['x-value'] : headers),
  },
  'JSON string': { action: bodyOf('json', '{"v":"{{x}}","end":1}'), read: ({ body }) => onlyValue(JSON.parse(body)) },
  'JSON value': {
    action: bodyOf('json', '{"v":{{x}},"end":1}'),
    read: ({ body }) => onlyValue(JSON.parse(body)),
    typed: true,
  },
  form: { action: bodyOf('form', 'v={{x}}&end=1'), read: ({ body }) => onlyPair(new URLSearchParams(body)) },
  multipart: { action: bodyOf('multipart', 'v={{x}}&end=1'), read: readMultipart },
  XML: { action: bodyOf('xml', '<a><v k="{{x}}">{{x}}</v><end>1</end></a>'), read: ({ body }) => readXml(body) },
}

function bodyOf(kind: string, template: string): object {
  return { path: '/b', body: { kind, template } }
}

function onlyPair(pairs: URLSearchParams): unknown {
  const [first, second, ...rest] = pairs
  return first?.[0] === 'v' && second?.join() === 'end,1' && rest.length === 0 ? first[1] : [...pairs]
}

function onlyValue(json: Record<string, unknown>): unknown {
  const { v, end, ...rest } = json
  return end === 1 && Object.keys(rest).length === 0 ? v : json
}

async function readMultipart({ headers, body }: ReceivedRequest): Promise<unknown> {
  const parser = new Busboy({
    headers: { 'content-type': headers['content-type'] ?? '' },
  })
  const pairs: [string, unknown][] = []
  parser.on('field', (name, value) => pairs.push([name, value]))
  const ended = once(parser, 'finish')
  parser.end(Buffer.from(body))
  await ended
  return pairs.length === 2 && pairs[0]![0] === 'v' && pairs[1]!.join() === 'end,1' ? pairs[0]![1] : pairs
}

function readXml(body: string): unknown {
  const parser = new SaxesParser()
  const seen: string[] = []
  let attribute = ''
  let text = ''
  parser.on('opentag', ({ name, attributes }) => {
    seen.push(name)
    if (name === 'v') attribute = String(attributes.k)
  })
  parser.on('text', (part) => {
    if (seen.at(-1) === 'v') text += part
  })
  parser.write(body).close()
  return seen.join() === 'a,v,end' && attribute === text ? text : body
}

function httpPlace(name: string): Place {
  const { action: part, read, typed } = httpPlaces[name]!
  return {
    splits: typed !== true,
    expected: (value) => (typed ? value : name === 'header' ? formatField(value).trim() : formatField(value)),
    async send(value, type) {
      const action = externalActionSchema.parse({
        connectionId: 'c',
        name: 'Send',
        method: 'POST',
        // An empty value and a list are sent as they are, so that every value can be found again.
        tokens: [{ name: 'x', type, whenEmpty: 'sendEmpty', listStyle: 'semicolon' }],
        ...part,
      })
      const mapping = { x: { from: 'custom' as const, value: value as FieldValue } }
      const mapped = mapTokens(action.tokens, mapping, { participant: {}, nodes: {} }, [])
      if (mapped.issues.length > 0) return refused(mapped.issues[0]!)
      const request = buildRequest(action, http.url, mapped.values)
      if (!request.ok) return refused(request.error[0]!)
      const { method, url, headers, body, contentType } = request.value
      const id = crypto.randomUUID()
      const exchange = () =>
        fetchExternal({
          method,
          url,
          headers: { ...Object.fromEntries(headers), 'x-id': id, ...(contentType && { 'content-type': contentType }) },
          body,
        })
      // The server may close an idle connection just as it is reused. This says nothing about the value.
      let reply = await exchange()
      for (let again = 0; reply.outcome === 'network' && again < 3; again++) reply = await exchange()
      if (reply.status !== 200) throw new Error(`${name}: ${JSON.stringify(reply.error)} for ${JSON.stringify(value)}`)
      const received = http.requests.findLast((each) => each.headers['x-id'] === id)!
      return { value: mapped.values.x ?? null, arrived: await read(received) }
    },
  }
}

function refused({ code, params }: { code: string; params?: Issue['params'] }): Sent {
  return {
    refusedBecause: code,
    names: ['x', 'X-Value'].includes(String(params?.token ?? params?.field ?? params?.header)),
  }
}

/** A mail reads field values, which were coerced when the participant entered. A list is a text there. */
function mailPlace(part: 'subject' | 'html' | 'to'): Place {
  return {
    expected: (value) => {
      const text = Array.isArray(value) ? value.join(', ') : formatField(value)
      // A subject is one line: a line break becomes a space.
      if (part === 'subject') return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
      return part === 'to' ? text.trim() : text.replace(/\r\n?/g, '\n')
    },
    async send(raw, type) {
      const coerced = coerceField(raw, { key: 'x', type })
      if (!coerced.ok) return refused(coerced.error)
      const texts = {
        subject: part === 'subject' ? '{{ participant.x }}' : 'S',
        body: part === 'html' ? '<p title="{{ participant.x }}">{{ participant.x }}</p>' : '<p>B</p>',
        to: part === 'to' ? '{{ participant.x }}' : 'customer-001@example.com',
      }
      const scope = { participant: { x: coerced.value }, nodes: {} }
      const mail = renderMail(texts, scope, { timeZone: 'UTC', locale: 'en' })
      if (!mail.ok) return refused(mail.error)
      const recipient = recipientOf(mail.value.to, {}, [])
      if (!recipient.ok) return { refusedBecause: recipient.code, names: true }
      const { subject, html, text } = mail.value
      const id = `<${crypto.randomUUID()}@example.com>`
      const before = smtp.received.length
      await mailer.send({ from: 'tabiji@example.com', to: recipient.address, subject, html, text, messageId: id })
      const received = smtp.received.slice(before).find(({ mail }) => mail.messageId === id)!
      const { to, mail: parsed } = received
      const isAlone = to.length === 1 && parsed.bcc === undefined && parsed.cc === undefined
      const arrived = part === 'subject' ? (parsed.subject ?? '') : part === 'to' ? to[0] : readHtml(parsed.html ?? '')
      return { value: coerced.value, arrived: isAlone ? arrived : to }
    },
  }
}

/** Attribute and text of the paragraph, with entities resolved once, as a browser does. */
function readHtml(html: string): unknown {
  const match = /<p title="([^"<>]*)">([^<>]*)<\/p>/.exec(html)
  if (!match) return html
  const [attribute, text] = match
    .slice(1)
    .map((part) =>
      part
        .replace(/\r\n?/g, '\n')
        .replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (_, decimal, hex, name) =>
          name
            ? ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[name as 'amp'] ?? `&${name};`)
            : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16)),
        ),
    )
  return attribute === text ? text : html
}

const places: Record<string, Place> = {
  ...Object.fromEntries(Object.keys(httpPlaces).map((name) => [name, httpPlace(name)])),
  'mail subject': mailPlace('subject'),
  'mail HTML': mailPlace('html'),
  'mail address': mailPlace('to'),
}

/** `null` when the value arrived unchanged or was refused by name, otherwise what happened. */
function faultOf(place: Place, sent: Sent): string | null {
  if ('refusedBecause' in sent) return sent.names ? null : `refused without a name: ${sent.refusedBecause}`
  const expected = place.expected(sent.value)
  if (Array.isArray(sent.value) && place.splits) {
    // A reader of the list's text must find the same items in it.
    const read = coerceField(sent.arrived, { key: 'x', type: 'list' })
    const items = sent.value.map(String)
    if (!read.ok || JSON.stringify(read.value ?? []) !== JSON.stringify(items))
      return `the list ${JSON.stringify(items)} reads as ${JSON.stringify(sent.arrived)}`
  }
  return JSON.stringify(sent.arrived) === JSON.stringify(expected)
    ? null
    : `${JSON.stringify(expected)} arrived as ${JSON.stringify(sent.arrived)}`.slice(0, 300)
}

test('every type of value arrives as it was in every place, or is refused by name', async () => {
  const faults: string[] = []
  const cells = new Map<string, string>()
  for (const type of fieldTypes) {
    for (const [name, place] of Object.entries(places)) {
      let same = 0
      let declined = 0
      for (const value of values[type]) {
        const sent = await place.send(value, type)
        const fault = faultOf(place, sent)
        if (fault) faults.push(`${type} in ${name}: ${JSON.stringify(value).slice(0, 80)}: ${fault}`)
        if ('refusedBecause' in sent) declined++
        else same++
      }
      cells.set(`${type} ${name}`, declined === 0 ? `${same}` : `${same} + ${declined}`)
    }
  }
  expect(faults).toEqual([])
  const rows = fieldTypes.map((type) => [type, ...Object.keys(places).map((name) => cells.get(`${type} ${name}`))])
  const table = [['', ...Object.keys(places)], ['---', ...Object.keys(places).map(() => '---')], ...rows]
  // Each cell: values that arrived unchanged + values refused by name.
  expect(`\n${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    |  | path | query | header | JSON string | JSON value | form | multipart | XML | mail subject | mail HTML | mail address |
    | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    | text | 20 + 4 | 22 + 2 | 16 + 8 | 22 + 2 | 22 + 2 | 22 + 2 | 22 + 2 | 22 + 2 | 22 + 2 | 22 + 2 | 0 + 24 |
    | number | 6 + 2 | 6 + 2 | 6 + 2 | 6 + 2 | 6 + 2 | 6 + 2 | 6 + 2 | 6 + 2 | 6 + 2 | 6 + 2 | 0 + 8 |
    | boolean | 3 + 1 | 3 + 1 | 3 + 1 | 3 + 1 | 3 + 1 | 3 + 1 | 3 + 1 | 3 + 1 | 3 + 1 | 3 + 1 | 0 + 4 |
    | date | 1 + 2 | 1 + 2 | 1 + 2 | 1 + 2 | 1 + 2 | 1 + 2 | 1 + 2 | 1 + 2 | 1 + 2 | 1 + 2 | 0 + 3 |
    | dateTime | 2 + 2 | 2 + 2 | 2 + 2 | 2 + 2 | 2 + 2 | 2 + 2 | 2 + 2 | 2 + 2 | 2 + 2 | 2 + 2 | 0 + 4 |
    | email | 3 + 24 | 3 + 24 | 2 + 25 | 3 + 24 | 3 + 24 | 3 + 24 | 3 + 24 | 3 + 24 | 3 + 24 | 3 + 24 | 3 + 24 |
    | url | 2 + 26 | 2 + 26 | 2 + 26 | 2 + 26 | 2 + 26 | 2 + 26 | 2 + 26 | 2 + 26 | 2 + 26 | 2 + 26 | 0 + 28 |
    | select | 20 + 4 | 22 + 2 | 16 + 8 | 22 + 2 | 22 + 2 | 22 + 2 | 22 + 2 | 22 + 2 | 22 + 2 | 22 + 2 | 0 + 24 |
    | multiSelect | 20 + 8 | 21 + 7 | 16 + 12 | 21 + 7 | 26 + 2 | 21 + 7 | 21 + 7 | 21 + 7 | 26 + 2 | 26 + 2 | 0 + 28 |
    | list | 18 + 11 | 19 + 10 | 14 + 15 | 19 + 10 | 27 + 2 | 19 + 10 | 19 + 10 | 19 + 10 | 27 + 2 | 27 + 2 | 0 + 29 |
    "
  `)
}, 120_000)

test('whatever the text, it arrives as it was or is refused by name', async () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.string({
      unit: fc.constantFrom(
        '"',
        "'",
        '\\',
        '{',
        '}',
        '/',
        '.',
        '%',
        '2',
        'e',
        '\r',
        '\n',
        '\0',
        '<',
        '>',
        '&',
        '#',
        ';',
        ',',
        '=',
        '?',
        ' ',
        '@',
        'a',
        ']',
        '-',
        '\uD83D',
      ),
    }),
    fc.array(fc.constantFrom(...hostileTexts.slice(0, 19), ...hostileTexts.slice(20))).map((parts) => parts.join('')),
  )
  await fc.assert(
    fc.asyncProperty(
      anyText,
      fc.constantFrom(...Object.keys(places)),
      fc.constantFrom('text', 'list'),
      async (text, name, type) => {
        const place = places[name]!
        expect(faultOf(place, await place.send(type === 'list' ? [text, 'other'] : text, type as FieldType))).toBeNull()
      },
    ),
    { numRuns: 400 },
  )
}, 120_000)
