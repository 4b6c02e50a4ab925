import { expect, test } from 'vitest'
import { EditorHarness } from '../../../../../test/editor-harness.ts'
import { paletteInsertionPoint } from './palette-insertion-point.ts'

const nothing = { nodes: [], edges: [] }
const only = (id: string) => ({ nodes: [id], edges: [] })

test('a step goes between the selected step and what follows it', () => {
  const editor = new EditorHarness()
  expect(paletteInsertionPoint(editor.document, only('entry'), 'email')).toMatchObject({
    edge: { source: 'entry', target: 'cool' },
  })
})

test('a step goes to the open way of the selected step', () => {
  const editor = new EditorHarness()
  editor.store.addNode('email', { position: { x: 400, y: 0 } })
  expect(paletteInsertionPoint(editor.document, only('email'), 'exit')).toEqual({ source: 'email', outlet: 'next' })
})

test('a step goes to the only open way of a split', () => {
  const editor = new EditorHarness()
  const split = editor.insertOnEdge('cool', 'next', 'split')
  expect(paletteInsertionPoint(editor.document, only(split), 'email')).toEqual({ source: split, outlet: 'a' })
})

test('a step goes to the only open way of the journey when none is selected', () => {
  const editor = new EditorHarness()
  expect(paletteInsertionPoint(editor.document, nothing, 'email')).toBeNull()
  const mail = editor.store.addNode('email', { position: { x: 400, y: 0 } })
  expect(paletteInsertionPoint(editor.document, nothing, 'email')).toEqual({ source: mail, outlet: 'next' })
})

test('a step stands alone where more than one place could be meant', () => {
  const editor = new EditorHarness()
  editor.store.addNode('email', { position: { x: 400, y: 0 } })
  editor.store.addNode('email', { position: { x: 800, y: 0 } })
  expect(paletteInsertionPoint(editor.document, nothing, 'email')).toBeNull()
  expect(paletteInsertionPoint(editor.document, { nodes: ['entry', 'cool'], edges: [] }, 'email')).toBeNull()
})

test('an exit never cuts off what follows, and nothing leads to an entry', () => {
  const editor = new EditorHarness()
  expect(paletteInsertionPoint(editor.document, only('entry'), 'exit')).toBeNull()
  expect(paletteInsertionPoint(editor.document, only('entry'), 'entry')).toBeNull()
})
