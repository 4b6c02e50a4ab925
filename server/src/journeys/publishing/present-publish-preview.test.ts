import { expect, test } from 'vitest'
import { presentPublishPreview } from './present-publish-preview.ts'
import type { PublishPreviewRow } from './publish-preview.ts'

const row: PublishPreviewRow = {
  id: 'nodeRemoved:n_7',
  change: 'nodeRemoved',
  nodeId: 'n_7',
  node: { kind: 'callApi', name: null, place: 2 },
  target: { kind: 'exit', name: 'Goodbye', place: null },
  people: 3,
  underWay: 0,
  dueNow: 0,
  choices: ['move', 'moveTo', 'exit', 'finishOld'],
  default: 'move',
  actsNow: ['move', 'moveTo', 'exit'],
  targets: [{ nodeId: 'n_9', node: { kind: 'exit', name: 'Goodbye', place: null } }],
}

test('publish preview: REST gets a sentence and names in place of their data', () => {
  const { node: _node, target: _target, ...rest } = row
  expect(presentPublishPreview(row, 'en')).toEqual({
    ...rest,
    text: '"Call API 2" is removed. Whoever is there goes on to "Goodbye".',
    targets: [{ nodeId: 'n_9', name: 'Goodbye' }],
  })
  expect(presentPublishPreview(row, 'ja').text).toBe(
    '「コール API 2」を削除します。そこにいる人は「Goodbye」に進みます。',
  )
})
