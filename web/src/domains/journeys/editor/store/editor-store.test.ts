import { applyOperations } from '@tabiji/shared/drafts/operation.ts'
import { expect, test } from 'vitest'
import { EditorHarness, shortJourney } from '../../../../../test/editor-harness.ts'
import { sizeOf } from './node-size.ts'

test('a step put on an edge stands between the two and pushes what follows down', () => {
  const editor = new EditorHarness()
  const id = editor.insertOnEdge('entry', 'next', 'email')
  expect(editor.ways).toEqual(['cool -next-> done', 'email -next-> cool', 'entry -next-> email'])
  const [above, added, below] = ['entry', id, 'cool'].map((each) => editor.node(each))
  expect(added!.position.y).toBeGreaterThan(above!.position.y + sizeOf(above!).height)
  expect(below!.position.y).toBeGreaterThan(added!.position.y + sizeOf(added!).height)
  expect(editor.store.getState().selection.nodes).toEqual([id])
})

test('one undo takes a step off the edge again, places included', () => {
  const editor = new EditorHarness()
  editor.insertOnEdge('entry', 'next', 'email')
  editor.undo()
  expect(editor.document).toEqual({ ...shortJourney, edges: expect.arrayContaining(shortJourney.edges) })
})

test('a step added under an open way out is connected to it', () => {
  const editor = new EditorHarness()
  const split = editor.insertOnEdge('cool', 'next', 'split')
  const mail = editor.add('email', { source: split, outlet: 'a' })
  expect(editor.ways).toContain(`${split} -a-> ${mail}`)
})

test('new steps never cover each other', () => {
  const editor = new EditorHarness()
  const split = editor.insertOnEdge('cool', 'next', 'split')
  editor.add('email', { source: split, outlet: 'a' })
  editor.store.addNode('exit', { position: editor.node(split).position })
  const boxes = editor.document.nodes.map((node) => ({ ...node.position, ...sizeOf(node) }))
  for (const [index, a] of boxes.entries()) {
    for (const b of boxes.slice(index + 1)) {
      expect(a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height).toBe(true)
    }
  }
})

test('connecting a way out again leads it elsewhere, and undo leads it back', () => {
  const editor = new EditorHarness()
  editor.connect('entry', 'next', 'done')
  expect(editor.ways).toEqual(['cool -next-> done', 'entry -next-> done'])
  editor.undo()
  expect(editor.ways).toEqual(['cool -next-> done', 'entry -next-> cool'])
})

test('an arrow into the entry is refused with a reason, and nothing changes', () => {
  const editor = new EditorHarness()
  expect(editor.connect('cool', 'next', 'entry')).toBe(false)
  expect(editor.refused.map(({ code }) => code)).toEqual(['graph.edgeIntoEntry'])
  expect(editor.document).toBe(shortJourney)
  expect(editor.store.getState().undoStack).toEqual([])
})

test('removing a step leads its arrivals on, and undo after deleting a branch restores its edges', () => {
  const editor = new EditorHarness()
  const split = editor.insertOnEdge('cool', 'next', 'split')
  const mail = editor.add('email', { source: split, outlet: 'a' })
  editor.connect(mail, 'next', 'done')
  const before = editor.ways
  editor.remove(split)
  expect(editor.ways).toEqual(['cool -next-> done', `${mail} -next-> done`, 'entry -next-> cool'].sort())
  editor.undo()
  expect(editor.ways).toEqual(before)
})

test('a branch that is taken out of a split takes its edge along, and undo brings both back', () => {
  const editor = new EditorHarness()
  const split = editor.insertOnEdge('cool', 'next', 'split')
  editor.connect(split, 'a', 'done')
  editor.store.setConfig(split, { branches: [{ id: 'b', name: 'B', condition: { all: [] } }] })
  expect(editor.ways).not.toContain(`${split} -a-> done`)
  editor.undo()
  expect(editor.ways).toContain(`${split} -a-> done`)
})

test('a word typed into one field is one entry of the history and one edit to send', () => {
  const editor = new EditorHarness()
  editor.type('done', 'reason', 'not interested')
  expect(editor.undoLabels).toEqual(['change'])
  expect(editor.store.getState().pending).toHaveLength(1)
  editor.undo()
  expect(editor.node('done').config).toEqual({ reason: 'completed' })
  editor.redo()
  expect(editor.node('done').config).toEqual({ reason: 'not interested' })
})

test('typing in another field, or after leaving the field, begins a new entry', () => {
  const editor = new EditorHarness()
  const mail = editor.insertOnEdge('cool', 'next', 'email')
  editor.type(mail, 'subject', 'Hello')
  editor.type(mail, 'body', 'Dear')
  editor.store.sealHistory()
  editor.type(mail, 'body', 'Dear all')
  expect(editor.undoLabels).toEqual(['add', 'change', 'change', 'change'])
})

test('every edit can be undone to the beginning and redone to the end', () => {
  const editor = new EditorHarness()
  editor.insertOnEdge('entry', 'next', 'callApi')
  editor.store.rename('cool', 'Cool down')
  editor.store.moveNodes({ done: { x: 80, y: 800 } })
  editor.store.tidyUp()
  editor.store.changeSettings({ timeZone: 'Europe/London' })
  editor.store.select(['cool'])
  editor.store.duplicate()
  editor.remove('done')
  const end = editor.document
  const edits = editor.undoLabels.length
  editor.undo(edits)
  expect({ ...editor.document, nodes: byId(editor.document.nodes) }).toEqual({
    ...shortJourney,
    nodes: byId(shortJourney.nodes),
    edges: expect.arrayContaining(shortJourney.edges),
  })
  editor.redo(edits)
  expect({ ...editor.document, nodes: byId(editor.document.nodes) }).toEqual({
    ...end,
    nodes: byId(end.nodes),
    edges: expect.arrayContaining(end.edges),
  })
})

test('editor store: the operations that are sent give the same document on the server', () => {
  const editor = new EditorHarness()
  editor.insertOnEdge('entry', 'next', 'split')
  editor.type('done', 'reason', 'bye')
  editor.undo()
  editor.remove('cool')
  editor.redo()
  const operations = editor.store.getState().pending.flatMap((edit) => edit.operations)
  const applied = applyOperations(shortJourney, operations)
  expect(applied.ok && applied.value.document).toEqual(editor.document)
})

test('a copy has ids of its own and reads from the copies, not from the originals', () => {
  const editor = new EditorHarness()
  const open = editor.insertOnEdge('cool', 'next', 'createCta')
  const close = editor.insertOnEdge(open, 'next', 'closeCta')
  editor.store.setConfig(close, { node: open, outcome: 'closedLost' })
  const mail = editor.insertOnEdge(close, 'next', 'email')
  editor.store.setConfig(mail, { subject: `{{ nodes.${open}.id }}`, body: '', to: null })
  editor.store.select([open, close, mail])
  editor.store.duplicate()
  expect(editor.node('closeCta2').config).toMatchObject({ node: 'createCta2' })
  expect(editor.node('email2').config).toMatchObject({ subject: '{{ nodes.createCta2.id }}' })
  expect(editor.ways).toContain('createCta2 -next-> closeCta2')
  expect(editor.store.getState().selection.nodes).toEqual(['createCta2', 'closeCta2', 'email2'])
})

test('the entry is not copied: a journey has one', () => {
  const editor = new EditorHarness()
  editor.store.selectAll()
  editor.store.duplicate()
  expect(editor.document.nodes.filter(({ kind }) => kind === 'entry')).toHaveLength(1)
})

test('taking in somebody else’s draft keeps the edits made here and gives back those that no longer fit', () => {
  const editor = new EditorHarness()
  editor.store.rename('cool', 'Cool down')
  editor.store.rename('done', 'The end')
  const theirs = { ...shortJourney, nodes: shortJourney.nodes.filter(({ id }) => id !== 'cool'), edges: [] }
  const lost = editor.store.rebase(theirs, 7, true)
  expect(editor.node('done').name).toBe('The end')
  expect(lost.map(({ label }) => label.verb)).toEqual(['rename'])
  expect(editor.store.getState().saved.revision).toBe(7)
  expect(editor.store.getState().pending).toHaveLength(1)
})

test('a viewer changes nothing', () => {
  const editor = new EditorHarness()
  editor.store.setReadOnly(true)
  expect(editor.remove('cool')).toBe(false)
  expect(editor.document).toBe(shortJourney)
})

test('a new step is incomplete and says so as an issue', () => {
  const editor = new EditorHarness()
  const call = editor.insertOnEdge('cool', 'next', 'callApi')
  expect(editor.issues.filter(({ nodeId }) => nodeId === call).map(({ severity }) => severity)).toContain('error')
})

function byId<T extends { id: string }>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => a.id.localeCompare(b.id))
}
