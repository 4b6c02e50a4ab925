import { useCallback } from 'react'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { nodeLabel } from '../../../../nodes/node-label.ts'
import { useEditor } from './editor-context.tsx'

/** What people call a node of the draft, by its id. */
export function useNodeLabel(): (nodeId: string) => string {
  const { store } = useEditor()
  const locale = useLocale()
  return useCallback((nodeId: string) => nodeLabel(store.getState().document, nodeId, locale), [store, locale])
}
