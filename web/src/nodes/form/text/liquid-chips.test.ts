import { expect, test } from 'vitest'
import { textOfDocument, documentOfText } from './chip-document.ts'
import { htmlOfChips, htmlWithChips, isPlainRichText } from './chip-html.ts'
import { parseChips, printChips, renameNodesInText } from './liquid-chips.ts'

const texts = [
  '',
  'Hello',
  '{{ participant.email }}',
  'Dear {{ participant.firstName | default: "friend" }}, you gave {{ participant.score }}.',
  '{{ participant.firstName | default: participant.email }}',
  `{{ participant.firstName | default: 'a "friend"' }}`,
  '{{ nodes.post.ts }} and {{ nodes.post-2.id }}',
  '{% if participant.vip %}VIP{% endif %} {{ participant.score | times: 2 }}',
  'two\nlines {{ participant.email }}\n',
  '{{ unclosed',
]

test.each(texts)('a text survives chips and comes back as it was: %s', (text) => {
  expect(printChips(parseChips(text))).toBe(text)
  expect(textOfDocument(documentOfText(text))).toBe(text)
})

test('only plain outputs become chips; other Liquid stays text that can be read', () => {
  expect(parseChips('{{ participant.score | times: 2 }}')).toEqual(['{{ participant.score | times: 2 }}'])
  expect(parseChips('{{participant.score}}')).toEqual([{ variable: 'participant.score', fallback: null }])
})

test('a fallback with both kinds of quotes is still one Liquid string', () => {
  const printed = printChips([{ variable: 'participant.name', fallback: { text: `"it's"` } }])
  expect(parseChips(printed)).toEqual([{ variable: 'participant.name', fallback: { text: '"it’s"' } }])
})

test('chips in HTML come back as the Liquid they were, ampersands and attributes included', () => {
  const body =
    '<p>Dear {{ participant.name | default: "Tom & Co" }}, <a href="{{ participant.url }}">here</a> &amp; there</p>'
  expect(htmlOfChips(htmlWithChips(body))).toBe(body)
  expect(htmlWithChips(body)).toContain('<span data-chip="participant.name" data-fallback="Tom &amp; Co"></span>')
})

test('a body that the visual editor would damage is left to the HTML view', () => {
  expect(isPlainRichText('<p>Hello <strong>you</strong></p>')).toBe(true)
  expect(isPlainRichText('<table><tr><td>1</td></tr></table>')).toBe(false)
  expect(isPlainRichText('<p style="color:red">x</p>')).toBe(false)
  expect(isPlainRichText('<p>{% if participant.vip %}VIP{% endif %}</p>')).toBe(false)
})

test('copied texts read from the copies of the nodes they named', () => {
  const renamed = new Map([['post', 'post2']])
  expect(renameNodesInText('{{ nodes.post.ts }} {{ nodes.posting.ts }}', renamed)).toBe(
    '{{ nodes.post2.ts }} {{ nodes.posting.ts }}',
  )
})
