import { useCallback } from 'react'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { nodeLabel } from '../../../../nodes/node-view.ts'
import { useEditor } from './editor-context.tsx'

/** The name of a node by its id; the id itself for a node that is not there. */
export function useNodeLabel(): (nodeId: string) => string {
  const { store } = useEditor()
  const locale = useLocale()
  return useCallback(
    (nodeId: string) => {
      const node = store.getState().document.nodes.find(({ id }) => id === nodeId)
      return node ? nodeLabel(node, locale) : nodeId
    },
    [store, locale],
  )
}
