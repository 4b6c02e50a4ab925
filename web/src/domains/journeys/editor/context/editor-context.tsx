import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import type { KnownEndpoint } from '@tabiji/shared/nodes/define-node-kind.ts'
import type { NodeId } from '@tabiji/shared/graph/journey-document.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Autosave } from '../store/autosave.ts'
import type { EditorState, EditorStore, InsertionPoint } from '../store/editor-store.ts'

/** The shared objects of one open editor. Created once; they never change while the editor is open. */
export type Editor = {
  journeyId: string
  store: EditorStore
  autosave: Autosave
}

const EditorContext = createContext<Editor | null>(null)
export const EditorProvider = EditorContext.Provider

export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (!editor) throw new Error('Parts of the journey editor need an EditorProvider around them')
  return editor
}

export function useEditorState<T>(select: (state: EditorState) => T): T {
  return useStore(useEditor().store, select)
}

/** Values derived from the draft, computed once instead of in each card. */
export type Findings = {
  issues: readonly Issue[]
  byNode: ReadonlyMap<NodeId, readonly Issue[]>
  externalActions: ReadonlyMap<string, ExternalAction> | null
  eventEndpoints: ReadonlyMap<string, KnownEndpoint> | null
}

const FindingsContext = createContext<Findings>({
  issues: [],
  byNode: new Map(),
  externalActions: null,
  eventEndpoints: null,
})
export const FindingsProvider = FindingsContext.Provider
export const useFindings = () => useContext(FindingsContext)

/** Actions by which one part of the editor opens another. */
export type EditorView = {
  /** Opens the menu of node kinds at a point of the screen. */
  openStepMenu: (place: InsertionPoint, anchor: { x: number; y: number }) => void
  /** Selects a node and shows its settings. */
  openNode: (nodeId: NodeId) => void
  /** Deletes the selection; asks first when enrollments are at it. */
  removeSelection: () => void
  openSettings: () => void
  openShortcuts: () => void
}

const ViewContext = createContext<EditorView | null>(null)
export const EditorViewProvider = ViewContext.Provider

export function useEditorView(): EditorView {
  const view = useContext(ViewContext)
  if (!view) throw new Error('Parts of the journey editor need an EditorViewProvider around them')
  return view
}
