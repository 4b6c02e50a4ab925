import { expect, test } from 'vitest'
import { shortJourney } from '../../../../../test/editor-harness.ts'
import { copyNodes, readFragment } from './clipboard.ts'

test('copied steps survive the system clipboard', () => {
  const fragment = copyNodes(shortJourney, ['cool', 'done'])
  expect(readFragment(JSON.stringify(fragment))).toEqual(fragment)
})

test.each([
  '',
  'hello',
  '[]',
  'null',
  '{"tabiji":"nodes","nodes":[]}',
  '{"tabiji":"nodes","nodes":[{"id":"a b","kind":"exit"}],"edges":[]}',
])('a clipboard that holds %j is not taken for steps', (text) => {
  expect(readFragment(text)).toBeNull()
})

test('an edge to a step that was not copied is left behind', () => {
  const fragment = copyNodes(shortJourney, ['cool'])
  expect(fragment?.edges).toEqual([])
  const forged = JSON.stringify({ ...fragment, edges: [{ source: 'cool', outlet: 'next', target: 'elsewhere' }] })
  expect(readFragment(forged)?.edges).toEqual([])
})
