import { readCodeResult } from '@tabiji/shared/code/read-code-result.ts'
import { extractOutputs } from '@tabiji/shared/http-call/reply/extract-outputs.ts'
import { markLinks, rewriteLinks, trackableLinks } from '@tabiji/shared/text/mail-links.ts'
import { afterAll, expect, test } from 'vitest'
import { createCodeRunner } from '../kernel/code-sandbox/code-runner.ts'
import { renderMail } from './mails/render-mail.ts'

// Whatever somebody writes into an expression, it ends or is ended. Code runs in a thread of its own and has a limit of its own.

const items = Array.from({ length: 5_000 }, (_, n) => ({ a: `${n}`, b: n }))
const scope = {
  participant: { name: 'Customer 001', tags: items.map(({ a }) => a) },
  nodes: { call: { items, text: 'x'.repeat(50_000) } },
}
const locale = { timeZone: 'UTC', locale: 'en' }
const repeat = (text: string, length = 90_000) => text.repeat(Math.floor(length / text.length))
const runner = createCodeRunner({ cpuSeconds: 0.2 })
afterAll(() => runner.close())

const mail = (body: string) => {
  trackableLinks(body)
  const { body: marked } = markLinks(body)
  renderMail({ subject: 'S', body: marked, to: null }, scope, locale, [
    { prepare: (text) => text, finish: (html) => rewriteLinks(html, () => 'https://t.example.com/') },
  ])
}
const path = (expression: string) =>
  extractOutputs(
    [{ name: 'v', path: expression, type: 'text', ifMissing: 'empty' }],
    JSON.stringify(items.slice(0, 400)),
  )

/** What took long or did not end. */
const kinds: Record<string, { evaluate: (source: string) => unknown; hostile: Record<string, string> }> = {
  'mail HTML': {
    evaluate: mail,
    hostile: {
      'nested blocks': repeat('<div>'),
      'nested lists': repeat('<ul><li>'),
      'nested tables': repeat('<table><tr><td>'),
      'nested quotes': repeat('<blockquote>'),
      'unfinished anchors': repeat('<a'),
      'unfinished anchors with a blank': repeat('<a '),
      'many anchors': repeat('<a href=x>'),
      'many attributes': `<a ${repeat('a ')}>`,
      'many equals signs': `<a ${repeat('=')}>`,
      'unfinished attribute': `<a href="${repeat('x')}`,
      'unfinished comments': repeat('<!--'),
      'unfinished styles': repeat('<style>'),
      entities: `<a href="${repeat('&#')}">`,
      addresses: repeat('https://a.'),
      'dots after an address': `https://${repeat('.')}`,
    },
  },
  'path into a reply': {
    evaluate: path,
    hostile: {
      'a filter in a filter': '$[?count($[?count($[*])>0])<0]',
      'a filter in a filter in a filter': '$[?count($[?count($[?count($[*])>0])>0])<0]',
      'a backtracking pattern': "$[?match(@.a,'(a+)+b')]",
      'descendants of descendants': `$${'..*'.repeat(30)}`,
      slices: `$[${'0:9999,'.repeat(2_000)}0]`,
      brackets: `$${'[0'.repeat(20_000)}`,
      negations: `$[?${'!('.repeat(5_000)}@.a${')'.repeat(5_000)}]`,
    },
  },
}

const members = Object.entries(kinds).flatMap(([kind, { evaluate, hostile }]) =>
  Object.entries(hostile).map(([what, source]) => ({ kind, what, evaluate, source })),
)

/** Of the processor. An unlimited evaluation of any of these takes between two seconds and hours. */
const mostMs = 1_000

test.each(members)('$kind: $what', ({ evaluate, source }) => {
  const before = process.cpuUsage()
  evaluate(source)
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1_000).toBeLessThan(mostMs)
})

test.each([
  ['a loop', 'while (true) {}'],
  ['a pattern', "/(a+)+b/.test('a'.repeat(40)); return {}"],
  ['a sort', 'const list = new Array(5e6).fill(0).map(Math.random); list.sort(); return {}'],
])('code: %s is ended', async (_what, source) => {
  const task = { source, input: '{"participant":{},"nodes":{}}', now: 0, seed: 1 }
  const outcome = await runner.run(task, { workspaceId: 'a', personId: null })
  expect('fault' in outcome ? outcome.fault : readCodeResult((outcome as never)['result'])).toMatchObject({
    kind: 'limit',
  })
})
