import { nodeKind, type NodeKindName, nodeKindNames, outletsOfDraft } from '@tabiji/shared/nodes/node-kind.ts'
import { describe, expect, test } from 'vitest'
import { type Locale, locales } from '@tabiji/shared/messages/locale.ts'
import { defineNodeView } from './definition/define-node-view.tsx'
import { kindsByCategory, nodeSummary, nodeView, outletLabel } from './node-view.ts'
import * as registry from './registry.ts'

const views = import.meta.glob('./*/*.tsx', { query: '?raw', import: 'default', eager: true }) as Record<string, string>

test('every view of a node kind is in the registry', () => {
  const kinds = Object.entries(views).flatMap(([file, source]) =>
    /= defineNodeView\('(\w+)'/.test(source) && !file.includes('.test.')
      ? [/= defineNodeView\('(\w+)'/.exec(source)![1]!]
      : [],
  )
  expect(kinds.toSorted()).toEqual(Object.keys(registry).toSorted())
})

const reasonsOf = (kind: NodeKindName, locale: Locale) => nodeView(kind).texts[locale].reasons ?? {}

test('every kind stands in the palette once', () => {
  expect(kindsByCategory.flatMap(({ kinds }) => kinds).toSorted()).toEqual(nodeKindNames)
})

describe.each(nodeKindNames)('%s', (kind) => {
  test.each(locales)('has its words in the language %s', (locale) => {
    const { description } = nodeView(kind).texts[locale]
    expect(description.trim()).not.toBe('')
    expect(Object.keys(reasonsOf(kind, locale))).toEqual(Object.keys(reasonsOf(kind, 'en')))
    for (const words of Object.values(reasonsOf(kind, locale))) expect(words.trim()).not.toBe('')
    if (locale === 'ja') expect(description).toMatch(/[぀-ヿ一-鿿]/)
  })

  test('says every way out of a new node in words', () => {
    const node = { id: 'x', kind, position: { x: 0, y: 0 }, config: nodeKind(kind).defaultConfig }
    for (const outlet of outletsOfDraft(node)) {
      for (const locale of locales) expect(outletLabel(node, outlet, locale).trim()).not.toBe('')
    }
  })

  test('has a summary for any config, however broken', () => {
    const context = { locale: 'en' as const, fields: [], externalActions: null, labelOf: (id: string) => id }
    const broken = {
      condition: 7,
      branches: {},
      assignments: 'x',
      subject: 3,
      offset: [],
      mode: 'window',
      weekdays: 'x',
      unit: 'eons',
      amount: 'x',
    }
    for (const config of [{}, nodeKind(kind).defaultConfig, broken]) {
      expect(typeof nodeSummary({ kind, config }, context)).toBe('string')
    }
  })
})

test('a split names its ways out after its branches', () => {
  const config = { branches: [{ id: 'a', name: 'Promoters', condition: { all: [] } }] }
  expect(outletLabel({ kind: 'split', config }, 'a', 'en')).toBe('Promoters')
  expect(outletLabel({ kind: 'split', config }, 'default', 'ja')).toBe('それ以外')
})

test('a view without a word for one of its ways out does not compile', () => {
  const view = nodeView('conditionalWait')
  const ja = { ...view.texts.ja, outlets: { met: '条件成立' } }
  // @ts-expect-error -- the way out `timedOut` has no word in Japanese; the type check of this file is the test
  expect(defineNodeView('conditionalWait', { ...view, texts: { en: view.texts.en, ja } })).toBeDefined()
})
