import { describe, expect, test } from 'vitest'
import { locales } from '../messages/locale.ts'
import { nodeKindNames } from './node-kind.ts'
import { formatNodeName, kindTitle, nodeNames } from './node-name.ts'

const node = (id: string, kind: string, name?: string) => ({
  id,
  kind,
  ...(name && { name }),
  position: { x: 0, y: 0 },
  config: {},
})
const edge = (source: string, target: string) => ({ source, outlet: 'next', target })

const document = {
  // Drawn in another order than people come by.
  nodes: [
    node('n_9', 'waitTimer'),
    node('n_1', 'entry'),
    node('n_4', 'waitTimer', 'Cool down'),
    node('n_3', 'waitTimer'),
    node('n_2', 'email'),
    node('n_8', 'waitTimer'),
  ],
  edges: [edge('n_1', 'n_2'), edge('n_2', 'n_3'), edge('n_3', 'n_4'), edge('n_4', 'n_8'), edge('n_8', 'n_2')],
}

const namesIn = (locale: 'en' | 'ja') =>
  Object.fromEntries([...nodeNames(document)].map(([id, name]) => [id, formatNodeName(name, locale)]))

describe('node names', () => {
  test('a node is called by its name, else by its kind, else by kind and place', () => {
    expect(namesIn('en')).toEqual({
      n_1: 'Entry',
      n_2: 'E-mail',
      n_3: 'Wait timer 1',
      n_4: 'Cool down',
      n_8: 'Wait timer 2',
      n_9: 'Wait timer 3',
    })
    expect(namesIn('ja')).toMatchObject({ n_2: 'メール', n_3: '待機タイマー 1', n_4: 'Cool down' })
  })

  test('an edge to a node that is not there names nothing', () => {
    expect([...nodeNames({ nodes: [node('n_1', 'entry')], edges: [edge('n_1', 'gone')] }).keys()]).toEqual(['n_1'])
  })

  test('a node that is in no document is a removed one', () => {
    expect(formatNodeName(undefined, 'en')).toBe('Removed step')
    expect(formatNodeName(undefined, 'ja')).toBe('削除されたステップ')
  })

  test.each(nodeKindNames)('the kind %s has a title in both languages', (kind) => {
    for (const locale of locales) {
      expect(kindTitle(kind, locale).trim()).not.toBe('')
      expect(kindTitle(kind, locale)).not.toBe(kind)
    }
    expect(kindTitle(kind, 'ja')).toMatch(/[぀-ヿ一-鿿]/)
  })
})
