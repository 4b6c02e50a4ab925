import { useCallback } from 'react'
import { useLanguage } from '../../../../i18n/use-language.ts'
import { nodeLabel } from '../../../../nodes/node-view.ts'
import { useEditor } from './editor-context.tsx'

/** The name of a node by its id; the id itself for a node that is not there. */
export function useLabelOf(): (nodeId: string) => string {
  const { store } = useEditor()
  const language = useLanguage()
  return useCallback(
    (nodeId: string) => {
      const node = store.getState().document.nodes.find(({ id }) => id === nodeId)
      return node ? nodeLabel(node, language) : nodeId
    },
    [store, language],
  )
}
