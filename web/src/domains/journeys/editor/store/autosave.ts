import { applyOperations, type Operation } from '@tabiji/shared/drafts/operation.ts'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EditorStore } from './editor-store.ts'
import type { PendingEdit } from './pending-edits.ts'
import { sameData } from '@tabiji/shared/kernel/same-data.ts'

export type SaveState =
  | { kind: 'saved'; at: number | null }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  /** The server cannot be reached; retried automatically. */
  | { kind: 'offline'; retryAt: number }
  /** Another user changed the draft meanwhile. */
  | { kind: 'stale' }
  /** The server refused the edit; a retry would not help. */
  | { kind: 'refused'; error: unknown }

export type AutosaveDeps = {
  send: (baseRevision: number, operations: readonly Operation[]) => Promise<{ draftRevision: number }>
  load: () => Promise<{ document: JourneyDocument; draftRevision: number }>
  /** The meaning of a failed request. */
  judge: (error: unknown) => 'offline' | 'stale' | 'refused'
  now: () => number
  delayMs?: number
}

export type Autosave = Pick<StoreApi<SaveState>, 'getState' | 'subscribe' | 'getInitialState'> & {
  /** Sends pending edits now. True when the server has everything. */
  flush: () => Promise<boolean>
  retry: () => void
  /**
   * Resolves a conflict: loads the other draft, with or without the local edits. Returns the edits that no longer fit.
   */
  settle: (choice: 'keepMine' | 'takeTheirs') => Promise<PendingEdit[]>
  stop: () => void
}

const batchSize = 200
const firstRetryMs = 1_000
const maxRetryMs = 30_000

/** Sends the edits of the store to the server, in order and one batch at a time. */
export function createAutosave(store: EditorStore, deps: AutosaveDeps): Autosave {
  const { delayMs = 600 } = deps
  const status = createStore<SaveState>(() => ({ kind: 'saved', at: null }))
  let timer: ReturnType<typeof setTimeout> | undefined
  let sending: Promise<void> | null = null
  let failures = 0
  let stopped = false
  let ownChange = false

  const unsubscribe = store.subscribe((state, before) => {
    if (ownChange || state.pending === before.pending || state.pending.length === 0) return
    const { kind } = status.getState()
    if (kind === 'saved' || kind === 'refused') status.setState({ kind: 'waiting' }, true)
    if (kind !== 'stale' && kind !== 'offline' && !sending) wait(delayMs)
  })

  function wait(ms: number): void {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => void send(), ms)
  }

  function send(): Promise<void> {
    clearTimeout(timer)
    sending ??= sendBatch().finally(() => {
      sending = null
    })
    return sending
  }

  async function sendBatch(): Promise<void> {
    if (store.getState().pending.length === 0) return
    while (!stopped && store.getState().pending.length > 0) {
      const { pending, saved } = store.getState()
      // A batch whose response was lost is sent again unchanged, so that it can be recognised if it had arrived.
      const doubtful = pending.filter((edit) => edit.inFlight).length
      const batch = pending.slice(0, doubtful || batchSize)
      markInFlight(batch.length)
      status.setState({ kind: 'saving' }, true)
      const operations = batch.flatMap((edit) => edit.operations)
      try {
        const { draftRevision } = await deps.send(saved.revision, operations)
        store.markSaved(batch.length, draftRevision)
        failures = 0
      } catch (error) {
        const stays = await isLost(error, operations, saved.document, batch.length)
        if (stays) return
      }
    }
    if (!stopped) status.setState({ kind: 'saved', at: deps.now() }, true)
  }

  function markInFlight(count: number): void {
    ownChange = true
    store.setState({ pending: store.getState().pending.map((edit, index) => ({ ...edit, inFlight: index < count })) })
    ownChange = false
  }

  /** Whether the batch is still unsaved after this failure; sets the state accordingly. */
  async function isLost(
    error: unknown,
    operations: readonly Operation[],
    base: JourneyDocument,
    count: number,
  ): Promise<boolean> {
    const meaning = deps.judge(error)
    if (meaning === 'stale' && (await arrivedBefore(operations, base, count))) return false
    if (meaning !== 'offline') markInFlight(0)
    if (meaning === 'offline') {
      const delay = Math.min(maxRetryMs, firstRetryMs * 2 ** failures++)
      status.setState({ kind: 'offline', retryAt: deps.now() + delay }, true)
      wait(delay)
    } else status.setState(meaning === 'stale' ? { kind: 'stale' } : { kind: 'refused', error }, true)
    return true
  }

  /** When the response was lost, the server's draft equals ours, so our own edit is not a conflict. */
  async function arrivedBefore(
    operations: readonly Operation[],
    base: JourneyDocument,
    count: number,
  ): Promise<boolean> {
    const meant = applyOperations(base, operations)
    const current = await deps.load().catch(() => null)
    if (!current || !meant.ok || !sameData(current.document, meant.value.document)) return false
    store.markSaved(count, current.draftRevision)
    return true
  }

  return {
    getState: status.getState,
    getInitialState: status.getInitialState,
    subscribe: status.subscribe,
    flush: async () => {
      if (status.getState().kind === 'stale') return false
      await send()
      return store.getState().pending.length === 0
    },
    retry: () => void send(),
    settle: async (choice) => {
      const { document, draftRevision } = await deps.load()
      const lost = store.rebase(document, draftRevision, choice === 'keepMine')
      status.setState({ kind: 'saved', at: deps.now() }, true)
      if (store.getState().pending.length > 0) void send()
      return lost
    },
    stop: () => {
      stopped = true
      clearTimeout(timer)
      unsubscribe()
    },
  }
}
