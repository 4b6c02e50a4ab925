import type { ExternalAction } from '@tabiji/shared/callout/external-action.ts'
import type { NodeId } from '@tabiji/shared/graph/graph.ts'
import { validate } from '@tabiji/shared/graph/validate.ts'
import type { Issue } from '@tabiji/shared/issue.ts'
import { useDeferredValue, useMemo } from 'react'
import { type Findings, useEditorState } from './editor-context.tsx'

/** Issues of the draft, a moment behind the typing: the key that was pressed comes first. */
export function useFindingsOf(externalActions: ReadonlyMap<string, ExternalAction> | null): Findings {
  const document = useDeferredValue(useEditorState((state) => state.document))
  return useMemo(() => {
    const issues = validate(document, { externalActions })
    const byNode = new Map<NodeId, Issue[]>()
    for (const issue of issues) {
      if (issue.nodeId === undefined) continue
      const known = byNode.get(issue.nodeId)
      if (known) known.push(issue)
      else byNode.set(issue.nodeId, [issue])
    }
    return { issues, byNode, externalActions }
  }, [document, externalActions])
}
