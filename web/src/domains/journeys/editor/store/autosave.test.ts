import { applyOperations, type Operation } from '@tabiji/shared/drafts/operation.ts'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EditorHarness, shortJourney } from '../../../../../test/editor-harness.ts'
import { createAutosave } from './autosave.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A draft on a server that can be unreachable, respond late, and be edited by another user. */
class DraftServer {
  document: JourneyDocument = shortJourney
  revision = 1
  isDown = false
  losesResponses = false
  readonly received: number[] = []

  send = async (baseRevision: number, operations: readonly Operation[]) => {
    if (this.isDown) throw new Error('offline')
    if (baseRevision !== this.revision) throw new Error('stale')
    const applied = applyOperations(this.document, operations)
    if (!applied.ok) throw new Error('refused')
    this.document = applied.value.document
    this.revision++
    this.received.push(operations.length)
    if (this.losesResponses) throw new Error('offline')
    return { draftRevision: this.revision }
  }

  load = async () => ({ document: this.document, draftRevision: this.revision })
}

function setUp() {
  const editor = new EditorHarness()
  const server = new DraftServer()
  const autosave = createAutosave(editor.store, {
    send: server.send,
    load: server.load,
    judge: (error) => (error as Error).message as 'offline' | 'stale' | 'refused',
    now: () => 0,
  })
  return { editor, server, autosave }
}

test('edits made in one go are sent together a moment later', async () => {
  const { editor, server, autosave } = setUp()
  editor.store.rename('cool', 'Cool down')
  editor.store.rename('done', 'The end')
  expect(autosave.getState().kind).toBe('waiting')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(server.received).toEqual([2])
  expect(server.document).toEqual(editor.document)
  expect(autosave.getState().kind).toBe('saved')
})

test('a cut line is said, tried again by itself, and loses nothing', async () => {
  const { editor, server, autosave } = setUp()
  server.isDown = true
  editor.store.rename('cool', 'Cool down')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(autosave.getState().kind).toBe('offline')
  editor.store.rename('done', 'The end')
  server.isDown = false
  await vi.advanceTimersByTimeAsync(5_000)
  expect(autosave.getState().kind).toBe('saved')
  expect(server.document).toEqual(editor.document)
})

test('an edit whose answer was lost is not taken for somebody else’s', async () => {
  const { editor, server, autosave } = setUp()
  server.losesResponses = true
  editor.store.rename('cool', 'Cool down')
  await vi.advanceTimersByTimeAsync(700)
  server.losesResponses = false
  editor.store.rename('done', 'The end')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(autosave.getState().kind).toBe('saved')
  expect(server.document).toEqual(editor.document)
})

test('a draft that somebody else changed stops saving until the user has chosen, and keeps what was typed', async () => {
  const { editor, server, autosave } = setUp()
  server.document = { ...shortJourney, name: 'Renamed elsewhere' }
  server.revision = 2
  editor.store.rename('cool', 'Cool down')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(autosave.getState().kind).toBe('stale')
  expect(await autosave.settle('keepMine')).toEqual([])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(server.document).toMatchObject({ name: 'Renamed elsewhere' })
  expect(server.document.nodes.find(({ id }) => id === 'cool')?.name).toBe('Cool down')
})

test('an edit the server refuses is said and not repeated for ever', async () => {
  const { editor, server, autosave } = setUp()
  const send = vi.spyOn(server, 'send').mockRejectedValue(new Error('refused'))
  const refusing = createAutosave(editor.store, { ...server, send, judge: () => 'refused', now: () => 0 })
  autosave.stop()
  editor.store.rename('cool', 'Cool down')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(refusing.getState().kind).toBe('refused')
  expect(send).toHaveBeenCalledTimes(1)
})

test('flush sends at once and tells whether the server has everything', async () => {
  const { editor, server, autosave } = setUp()
  editor.store.rename('cool', 'Cool down')
  expect(await autosave.flush()).toBe(true)
  server.isDown = true
  editor.store.rename('done', 'The end')
  expect(await autosave.flush()).toBe(false)
})
