import { expect, test } from 'vitest'
import { EditorHarness, shortJourney } from '../../../../../test/editor-harness.ts'
import { droppedPositions, flowEdges, flowNodes, selectionAfter } from './flow-adapter.ts'

const none = { nodes: [], edges: [] }

test('a node that did not change is the same object for React Flow', () => {
  const editor = new EditorHarness()
  const before = flowNodes(editor.document, none)
  editor.store.rename('cool', 'Cool down')
  const after = flowNodes(editor.document, none, before)
  expect(after.map((node, index) => node === before[index])).toEqual([true, false, true])
})

test('ways out without an edge are open', () => {
  const editor = new EditorHarness()
  const split = editor.insertOnEdge('cool', 'next', 'split')
  const node = flowNodes(editor.document, none).find(({ id }) => id === split)
  expect(node?.data.openOutlets).toEqual(['a'])
})

test('edges leave by the outlet they are named after', () => {
  expect(flowEdges(shortJourney, none).map(({ id, sourceHandle, target }) => [id, sourceHandle, target])).toEqual([
    ['entry:next', 'next', 'cool'],
    ['cool:next', 'next', 'done'],
  ])
})

test('an edge to a node that does not exist is not drawn', () => {
  const broken = { ...shortJourney, edges: [...shortJourney.edges, { source: 'done', outlet: 'next', target: 'gone' }] }
  expect(flowEdges(broken, none)).toHaveLength(2)
})

test('a card that was dragged lands on the grid', () => {
  expect(droppedPositions([{ id: 'cool', position: { x: 13.4, y: 131 } }])).toEqual({ cool: { x: 16, y: 128 } })
})

test('select changes become a selection, others leave it alone', () => {
  const selection = { nodes: ['cool'], edges: [] }
  const changes = [
    { type: 'select' as const, id: 'cool', selected: false },
    { type: 'select' as const, id: 'done', selected: true },
  ]
  expect(selectionAfter(selection, changes)).toEqual({ nodes: ['done'], edges: [] })
  expect(selectionAfter(selection, [{ type: 'dimensions', id: 'cool' }])).toBeNull()
})

test('dragging does not touch the document until the card is let go', () => {
  const editor = new EditorHarness()
  const before = editor.document
  flowNodes(before, none)
  expect(editor.document).toBe(before)
  editor.store.moveNodes(droppedPositions([{ id: 'cool', position: { x: 100, y: 100 } }]))
  expect(editor.node('cool').position).toEqual({ x: 104, y: 104 })
})
