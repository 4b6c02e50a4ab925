import { applyOperations, type Operation, removeAndReconnect } from '@tabiji/shared/drafts/operation.ts'
import type {
  DraftNode,
  Edge,
  JourneyDocument,
  JourneySettings,
  NodeId,
  Position,
} from '@tabiji/shared/graph/journey-document.ts'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { nodeKind, type NodeKindName } from '@tabiji/shared/nodes/node-kind.ts'
import type { Result } from '@tabiji/shared/kernel/result.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { copyNodes, type Fragment, pasteOperations } from './clipboard.ts'
import { edgeId, outletOfEdgeId } from './edge-id.ts'
import type { EditLabel } from './edit-label.ts'
import { tidyPositions } from './tidy-positions.ts'
import { freeNodeId } from './free-node-id.ts'
import { mergePending, type PendingEdit } from './pending-edits.ts'
import { freePosition, insertWithSpace, positionBelow } from './placement.ts'

/**
 * One entry of the history. Edits with the same merge key become one entry, so that undo removes a typed word as a
 * whole.
 */
export type HistoryEntry = { label: EditLabel; operations: Operation[]; inverse: Operation[]; mergeKey: string | null }

export type Selection = { nodes: readonly NodeId[]; edges: readonly string[] }

/** Where a new node goes: onto an edge, below an open outlet, or to a free position on the canvas. */
export type InsertionPoint = { edge: Edge } | { source: NodeId; outlet: string } | { position: Position }

export type EditorState = {
  document: JourneyDocument
  /** The draft on the server and its revision; the base of the next request. */
  saved: { document: JourneyDocument; revision: number }
  /** Edits that the server does not have yet, oldest first. */
  pending: readonly PendingEdit[]
  selection: Selection
  undoStack: readonly HistoryEntry[]
  redoStack: readonly HistoryEntry[]
  readOnly: boolean
}

export type EditorInitial = { document: JourneyDocument; revision: number; readOnly?: boolean }

export type EditorDeps = {
  /** Called when an edit is impossible, such as an edge into the entry. */
  onRefused: (issues: Issue[]) => void
}

export type EditorStore = StoreApi<EditorState> & EditorVerbs
type EditorVerbs = ReturnType<typeof verbsOf>

const nothing: Selection = { nodes: [], edges: [] }

/** The open draft of one editor: the graph, the selection, the history, and the unsaved edits. */
export function createEditorStore(initial: EditorInitial, deps: EditorDeps): EditorStore {
  const store = createStore<EditorState>(() => ({
    document: initial.document,
    saved: { document: initial.document, revision: initial.revision },
    pending: [],
    selection: nothing,
    undoStack: [],
    redoStack: [],
    readOnly: initial.readOnly ?? false,
  }))
  return Object.assign(store, verbsOf(store, deps))
}

type EditOptions = {
  mergeKey?: string
  /** The selection after the edit; unchanged when absent. */
  select?: Selection
}

function verbsOf({ getState: state, setState }: StoreApi<EditorState>, deps: EditorDeps) {
  /** The only way to change the document. A refused operation changes nothing. */
  function edit(label: EditLabel, operations: readonly Operation[], options: EditOptions = {}): boolean {
    const { document, undoStack, pending, readOnly } = state()
    if (readOnly || operations.length === 0) return false
    const applied = applyOperations(document, operations)
    if (!applied.ok) {
      deps.onRefused(applied.error)
      return false
    }
    const entry: HistoryEntry = {
      label,
      operations: [...operations],
      inverse: applied.value.inverse,
      mergeKey: options.mergeKey ?? null,
    }
    const before = undoStack.at(-1)
    const merges = entry.mergeKey !== null && before?.mergeKey === entry.mergeKey
    setState({
      document: applied.value.document,
      undoStack: merges
        ? [...undoStack.slice(0, -1), merged(before, entry)]
        : [...undoStack, entry].slice(-historyLimit),
      redoStack: [],
      pending: mergePending(pending, { label, operations: entry.operations, inverse: entry.inverse }),
      selection: cleaned(options.select ?? state().selection, applied.value.document),
    })
    return true
  }

  function step(from: 'undoStack' | 'redoStack'): EditLabel | null {
    const { document, pending, selection, readOnly, ...stacks } = state()
    const entry = stacks[from].at(-1)
    if (!entry || readOnly) return null
    const operations = from === 'undoStack' ? entry.inverse : entry.operations
    const applied = applyOperations(document, operations)
    // An edit of another user was merged meanwhile, and the object of this edit is gone.
    if (!applied.ok) {
      setState({ [from]: stacks[from].slice(0, -1) } as Partial<EditorState>)
      return null
    }
    const to = from === 'undoStack' ? 'redoStack' : 'undoStack'
    const mirrored =
      from === 'undoStack' ? { ...entry, mergeKey: null } : { ...entry, inverse: applied.value.inverse, mergeKey: null }
    setState({
      document: applied.value.document,
      pending: mergePending(pending, { label: entry.label, operations, inverse: applied.value.inverse }),
      selection: cleaned(reselected(selection, document, applied.value.document), applied.value.document),
      [from]: stacks[from].slice(0, -1),
      [to]: [...stacks[to], mirrored],
    } as Partial<EditorState>)
    return entry.label
  }

  const node = (id: NodeId) => state().document.nodes.find((candidate) => candidate.id === id)
  const labelled = (verb: EditLabel['verb'], draftNode?: DraftNode): EditLabel =>
    draftNode ? { verb, node: { kind: draftNode.kind, name: draftNode.name } } : { verb }

  return {
    edit,

    undo: () => step('undoStack'),
    redo: () => step('redoStack'),
    /** Starts a new history entry for further typing. */
    sealHistory: () => {
      const { undoStack } = state()
      const last = undoStack.at(-1)
      if (last && last.mergeKey !== null)
        setState({ undoStack: [...undoStack.slice(0, -1), { ...last, mergeKey: null }] })
    },

    addNode(kind: NodeKindName, place: InsertionPoint): NodeId | null {
      const { document } = state()
      const id = freeNodeId(kind, new Set(document.nodes.map((each) => each.id)))
      const draft: DraftNode = {
        id,
        kind,
        configVersion: nodeKind(kind).version,
        position: { x: 0, y: 0 },
        config: structuredClone(nodeKind(kind).defaultConfig),
      }
      const added = edit(labelled('add', draft), additionOf(document, draft, place), {
        select: { nodes: [id], edges: [] },
      })
      return added ? id : null
    },

    /** Connects an outlet to a node; an earlier edge of the outlet is removed. */
    connect(source: NodeId, outlet: string, target: NodeId): boolean {
      return edit(labelled('connect', node(source)), [{ op: 'connect', edge: { source, outlet, target } }])
    },

    disconnect(source: NodeId, outlet: string): boolean {
      return edit(labelled('disconnect', node(source)), [{ op: 'disconnect', source, outlet }])
    },

    /** Removes nodes and connects their incoming edges along the main path. */
    remove(nodeIds: readonly NodeId[]): boolean {
      const { document } = state()
      const removable = nodeIds.filter((id) => node(id))
      const [only] = removable
      const label: EditLabel =
        removable.length === 1 && only !== undefined
          ? labelled('remove', node(only))
          : { verb: 'remove', count: removable.length }
      return edit(label, removeAndReconnect(document, removable), { select: nothing })
    },

    /** Removes the selected nodes, or else the selected edges. */
    removeSelection(): boolean {
      const { selection } = state()
      if (selection.nodes.length > 0) return this.remove(selection.nodes)
      const operations = selection.edges.map((id) => ({ op: 'disconnect' as const, ...outletOfEdgeId(id) }))
      return edit({ verb: 'disconnect' }, operations, { select: nothing })
    },

    moveNodes(positions: Record<NodeId, Position>): boolean {
      const { document } = state()
      const moved = document.nodes.filter(({ id, position }) => {
        const next = positions[id]
        return next && (next.x !== position.x || next.y !== position.y)
      })
      if (moved.length === 0) return false
      const changed = Object.fromEntries(moved.map(({ id }) => [id, positions[id]!]))
      const label: EditLabel = moved.length === 1 ? labelled('move', moved[0]) : { verb: 'move', count: moved.length }
      return edit(label, [{ op: 'moveNodes', positions: changed }])
    },

    tidyUp(): boolean {
      const { document } = state()
      const positions = tidyPositions(document)
      const same = document.nodes.every(
        ({ id, position }) => positions[id]?.x === position.x && positions[id]?.y === position.y,
      )
      return same ? false : edit({ verb: 'tidyUp' }, [{ op: 'moveNodes', positions }])
    },

    rename(nodeId: NodeId, name: string): boolean {
      const before = node(nodeId)
      const next = name.trim() === '' ? null : name.slice(0, 120)
      if (!before || (before.name ?? null) === next) return false
      return edit(labelled('rename', before), [{ op: 'renameNode', nodeId, name: next }], {
        mergeKey: `name ${nodeId}`,
      })
    },

    /** Sets the whole config. Continued typing in the same part of it is one history entry. */
    setConfig(nodeId: NodeId, config: Record<string, unknown>): boolean {
      const before = node(nodeId)
      if (!before) return false
      const next = withoutUndefined(config)
      const parts = changedPaths(before.config, next)
      if (parts.length === 0) return false
      const mergeKey = `config ${nodeId} ${parts.join(' ')}`
      return edit(labelled('change', before), [{ op: 'setConfig', nodeId, config: next }], { mergeKey })
    },

    changeSettings(settings: Partial<JourneySettings>): boolean {
      return edit({ verb: 'settings' }, [{ op: 'setSettings', settings }], {
        mergeKey: `settings ${Object.keys(settings).sort().join(' ')}`,
      })
    },

    /** Replaces the draft with a published version. */
    restore(document: JourneyDocument, version: number): boolean {
      return edit({ verb: 'restore', count: version }, [{ op: 'replaceDocument', document }], { select: nothing })
    },

    addField(field: FieldDefinition): boolean {
      const { fields } = state().document
      if (fields.some(({ key }) => key === field.key)) return false
      return edit({ verb: 'addField' }, [{ op: 'setSettings', settings: { fields: [...fields, field] } }])
    },

    copy(): Fragment | null {
      return copyNodes(state().document, state().selection.nodes)
    },

    paste(fragment: Fragment, at?: Position): boolean {
      return insertFragment(fragment, 'paste', at)
    },

    duplicate(): boolean {
      const fragment = copyNodes(state().document, state().selection.nodes)
      return fragment !== null && insertFragment(fragment, 'duplicate')
    },

    select(nodes: readonly NodeId[], edges: readonly string[] = []): void {
      const { selection } = state()
      if (sameList(selection.nodes, nodes) && sameList(selection.edges, edges)) return
      setState({ selection: { nodes, edges } })
    },

    selectAll(): void {
      setState({ selection: { nodes: state().document.nodes.map(({ id }) => id), edges: [] } })
    },

    /** The server has saved the first `count` pending edits. */
    markSaved(count: number, revision: number): void {
      const { pending, saved } = state()
      const document = documentWith(saved.document, pending.slice(0, count))
      setState({ pending: pending.slice(count), saved: { document: document ?? state().document, revision } })
    },

    /**
     * Loads the draft of another user and applies the unsaved edits to it. Returns the edits that no longer fit. The
     * history is cleared, because its inverses belong to another document.
     */
    rebase(document: JourneyDocument, revision: number, keep: boolean): PendingEdit[] {
      const kept: PendingEdit[] = []
      const lost: PendingEdit[] = []
      let current = document
      for (const edit of keep ? state().pending : []) {
        const applied: Result<{ document: JourneyDocument; inverse: Operation[] }> = applyOperations(
          current,
          edit.operations,
        )
        if (applied.ok) {
          current = applied.value.document
          kept.push({ ...edit, inverse: applied.value.inverse, inFlight: false })
        } else lost.push(edit)
      }
      setState({
        document: current,
        saved: { document, revision },
        pending: kept,
        undoStack: [],
        redoStack: [],
        selection: cleaned(state().selection, current),
      })
      return lost
    },

    setReadOnly: (readOnly: boolean) => setState({ readOnly }),
  }

  function insertFragment(fragment: Fragment, verb: 'paste' | 'duplicate', at?: Position): boolean {
    const { document } = state()
    const left = Math.min(...fragment.nodes.map(({ position }) => position.x))
    const top = Math.min(...fragment.nodes.map(({ position }) => position.y))
    const preferred = at ?? { x: left + 40, y: top + 40 }
    const { operations, nodeIds } = pasteOperations(document, fragment, { x: preferred.x - left, y: preferred.y - top })
    const only = fragment.nodes.length === 1 ? fragment.nodes[0] : undefined
    const label: EditLabel = only ? labelled(verb, only) : { verb, count: nodeIds.length }
    return edit(label, operations, { select: { nodes: nodeIds, edges: [] } })
  }
}

const historyLimit = 200

function merged(before: HistoryEntry, entry: HistoryEntry): HistoryEntry {
  return {
    ...before,
    operations: [...before.operations.slice(0, -1), ...mergedTail(before.operations.at(-1), entry.operations)],
    inverse: mergedInverse(before.inverse, entry.inverse),
  }
}

// Otherwise a hundred key presses in a field would keep a hundred configs in memory for one entry.
function mergedTail(last: Operation | undefined, next: readonly Operation[]): Operation[] {
  const [only] = next
  const replaces = next.length === 1 && only && last && replacesWhole(last, only)
  return replaces ? [...next] : [...(last ? [last] : []), ...next]
}

function mergedInverse(before: readonly Operation[], next: readonly Operation[]): Operation[] {
  const [earlier] = before
  const [later] = next
  // Both restore the same value and nothing else, so the earlier one alone is enough.
  if (before.length === 1 && next.length === 1 && earlier && later && replacesWhole(later, earlier)) return [earlier]
  return [...next, ...before]
}

function replacesWhole(last: Operation, next: Operation): boolean {
  if (last.op === 'setConfig' && next.op === 'setConfig') return last.nodeId === next.nodeId
  if (last.op === 'renameNode' && next.op === 'renameNode') return last.nodeId === next.nodeId
  if (last.op === 'setSettings' && next.op === 'setSettings') {
    return sameList(Object.keys(last.settings).sort(), Object.keys(next.settings).sort())
  }
  return false
}

function additionOf(document: JourneyDocument, draft: DraftNode, place: InsertionPoint): Operation[] {
  if ('edge' in place) return insertWithSpace(document, place.edge, draft)
  if ('position' in place)
    return [{ op: 'addNode', node: { ...draft, position: freePosition(document, draft, place.position) } }]
  const source = document.nodes.find(({ id }) => id === place.source)
  if (!source) return []
  const position = positionBelow(document, source, place.outlet, draft)
  return [
    { op: 'addNode', node: { ...draft, position } },
    { op: 'connect', edge: { source: place.source, outlet: place.outlet, target: draft.id } },
  ]
}

function documentWith(document: JourneyDocument, edits: readonly PendingEdit[]): JourneyDocument | null {
  const applied = applyOperations(
    document,
    edits.flatMap(({ operations }) => operations),
  )
  return applied.ok ? applied.value.document : null
}

function cleaned(selection: Selection, document: JourneyDocument): Selection {
  const ids = new Set(document.nodes.map(({ id }) => id))
  const edgeIds = new Set(document.edges.map(edgeId))
  const nodes = selection.nodes.filter((id) => ids.has(id))
  const edges = selection.edges.filter((id) => edgeIds.has(id))
  const same = nodes.length === selection.nodes.length && edges.length === selection.edges.length
  return same ? selection : { nodes, edges }
}

/** Nodes restored by undo or redo are selected, to show them. */
function reselected(selection: Selection, before: JourneyDocument, after: JourneyDocument): Selection {
  const known = new Set(before.nodes.map(({ id }) => id))
  const returned = after.nodes.filter(({ id }) => !known.has(id)).map(({ id }) => id)
  return returned.length > 0 ? { nodes: returned, edges: [] } : selection
}

/**
 * The paths at which two configs differ, down to single values: `tokens.text.value`. A list whose length changed counts
 * as one value, so that adding a row and typing into it are two entries.
 */
export function changedPaths(before: unknown, after: unknown, path = ''): string[] {
  if (Object.is(before, after)) return []
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.length !== after.length) return [`${path}#${after.length}`]
    return before.flatMap((item, index) => changedPaths(item, after[index], `${path}.${index}`))
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    return keys.flatMap((key) => changedPaths(before[key], after[key], path === '' ? key : `${path}.${key}`))
  }
  return [path]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An emptied input gives `undefined`; the stored value must be plain JSON. */
function withoutUndefined<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutUndefined) as T
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, withoutUndefined(item)]),
  ) as T
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index])
}
