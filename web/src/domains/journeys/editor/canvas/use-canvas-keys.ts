import { notifications } from '@mantine/notifications'
import { useReactFlow } from '@xyflow/react'
import { type KeyboardEvent, type RefObject, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { isMac } from '../../../../lib/is-mac.ts'
import { readFragment } from '../store/clipboard.ts'
import { useEditor, useEditorView } from '../context/editor-context.tsx'
import type { EditorStore } from '../store/editor-store.ts'
import { type Direction, neighbourOf } from './neighbour-of.ts'

const directions: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

/** The keyboard shortcuts of the focused canvas. */
export function useCanvasKeys(box: RefObject<HTMLDivElement | null>): (event: KeyboardEvent) => void {
  const { store } = useEditor()
  const { openNode, removeSelection, openShortcuts, openStepMenu } = useEditorView()
  const flow = useReactFlow()
  useClipboardKeys(box, store)

  const go = (direction: Direction) => {
    const { document, selection } = store.getState()
    const from = selection.nodes[0]
    const to = from === undefined ? document.nodes[0]?.id : neighbourOf(document, from, direction)
    if (!to) return
    store.select([to])
  }

  const addAfterSelected = () => {
    const { document, selection } = store.getState()
    const id = selection.nodes[0]
    const card = id && box.current?.querySelector(`[data-id="${CSS.escape(id)}"]`)
    const plus = card ? card.querySelector<HTMLElement>('button.nopan') : null
    if (plus) return plus.click()
    const edge = document.edges.find(({ source }) => source === id)
    if (!edge || !card) return
    const { left, bottom } = card.getBoundingClientRect()
    openStepMenu({ edge }, { x: left, y: bottom + 12 })
  }

  return (event) => {
    const target = event.target as HTMLElement
    if (target.closest('input, textarea, select, [contenteditable=true]')) return
    const mod = isMac() ? event.metaKey : event.ctrlKey
    const { selection } = store.getState()
    const key = event.key.toLowerCase()
    const run = (action: () => void) => {
      event.preventDefault()
      event.stopPropagation()
      action()
    }
    const direction = directions[event.key]
    if (mod && key === 'a') return run(() => store.selectAll())
    if (mod && key === 'd') return run(() => void store.duplicate())
    if (mod || event.altKey) return
    if (direction) return run(() => go(direction))
    if (event.key === 'Enter' && selection.nodes[0] !== undefined && !target.closest('button')) {
      const id = selection.nodes[0]
      return run(() => {
        openNode(id)
        window.requestAnimationFrame(() => focusPanel())
      })
    }
    if (event.key === 'Delete' || event.key === 'Backspace') return run(removeSelection)
    if (event.key === 'Escape') return run(() => store.select([]))
    if (event.key === '?') return run(openShortcuts)
    if (key === 'n' || event.key === '+') return run(addAfterSelected)
    if (key === 't') return run(() => void store.tidyUp())
    if (event.key === '1') return run(() => void flow.fitView({ maxZoom: 1, padding: 0.16, duration: 160 }))
  }
}

/** Undo and redo work in the whole editor, except in texts with a history of their own. */
export function useHistoryKeys(store: EditorStore): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const mod = isMac() ? event.metaKey : event.ctrlKey
      const key = event.key.toLowerCase()
      if (!mod || (key !== 'z' && key !== 'y')) return
      if (window.document.querySelector('[role=dialog][aria-modal=true]')) return
      event.preventDefault()
      // The store's history includes typing; a field's own history would get out of step with it.
      event.stopPropagation()
      if (key === 'y' || event.shiftKey) store.redo()
      else store.undo()
    }
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [store])
}

function useClipboardKeys(box: RefObject<HTMLDivElement | null>, store: EditorStore): void {
  const { t } = useTranslation('editor')
  useEffect(() => {
    const inCanvas = () =>
      box.current?.contains(window.document.activeElement) === true && !window.getSelection()?.toString()
    const onCopy = (event: ClipboardEvent) => {
      const fragment = inCanvas() ? store.copy() : null
      if (!fragment) return
      event.preventDefault()
      event.clipboardData?.setData('text/plain', JSON.stringify(fragment))
      notifications.show({
        message: t('copied', { count: fragment.nodes.length }),
        autoClose: 2_000,
        withCloseButton: false,
      })
    }
    const onPaste = (event: ClipboardEvent) => {
      if (!inCanvas()) return
      event.preventDefault()
      const fragment = readFragment(event.clipboardData?.getData('text/plain') ?? '')
      if (fragment) store.paste(fragment)
      else notifications.show({ message: t('nothingToPaste'), autoClose: 4_000, withCloseButton: false })
    }
    window.document.addEventListener('copy', onCopy)
    window.document.addEventListener('paste', onPaste)
    return () => {
      window.document.removeEventListener('copy', onCopy)
      window.document.removeEventListener('paste', onPaste)
    }
  }, [box, store, t])
}

function focusPanel(): void {
  window.document.querySelector<HTMLElement>('[data-editor-panel] input, [data-editor-panel] button')?.focus()
}
