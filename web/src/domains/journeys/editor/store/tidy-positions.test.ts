import { journeyDocumentSchema } from '@tabiji/shared/graph/journey-document.ts'
import { expect, test } from 'vitest'
import { EditorHarness } from '../../../../../test/editor-harness.ts'
import { tidyPositions } from './tidy-positions.ts'
import { sizeOf } from './node-size.ts'

test('branches stand from left to right in the order of their ways out', () => {
  const editor = new EditorHarness()
  const wait = editor.insertOnEdge('cool', 'next', 'conditionalWait')
  const late = editor.add('email', { source: wait, outlet: 'timedOut' })
  editor.add('exit', { source: late, outlet: 'next' })
  const positions = tidyPositions(editor.document)
  expect(positions.done!.x).toBeLessThan(positions[late]!.x)
})

test('every step stands below the ones that lead to it', () => {
  const editor = new EditorHarness()
  const split = editor.insertOnEdge('cool', 'next', 'split')
  editor.connect(split, 'a', 'done')
  const positions = tidyPositions(editor.document)
  for (const { source, target } of editor.document.edges)
    expect(positions[target]!.y).toBeGreaterThan(positions[source]!.y)
})

test('tidying a journey of 500 steps leaves no two of them on top of each other', () => {
  const nodes = Array.from({ length: 500 }, (_, index) => ({
    id: `n${index}`,
    kind: index === 0 ? 'entry' : 'conditionalWait',
  }))
  const edges = nodes.slice(1).map(({ id }, index) => ({
    source: index === 0 ? 'n0' : `n${Math.ceil(index / 2)}`,
    outlet: index === 0 ? 'next' : index % 2 === 1 ? 'met' : 'timedOut',
    target: id,
  }))
  const document = journeyDocumentSchema.parse({
    name: 'Large',
    fields: [{ key: 'email', type: 'email' }],
    nodes,
    edges,
  })
  const positions = tidyPositions(document)
  const boxes = document.nodes
    .map((node) => ({ ...positions[node.id]!, ...sizeOf(node) }))
    .toSorted((a, b) => a.y - b.y || a.x - b.x)
  for (const [index, box] of boxes.entries()) {
    const next = boxes[index + 1]
    if (next && next.y === box.y) expect(next.x).toBeGreaterThanOrEqual(box.x + box.width)
  }
})
