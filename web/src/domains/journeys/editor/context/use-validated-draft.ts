import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import type { JourneyDocument, NodeId } from '@tabiji/shared/graph/journey-document.ts'
import { validate } from '@tabiji/shared/drafts/validate.ts'
import type { KnownEndpoint } from '@tabiji/shared/nodes/define-node-kind.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { useDebouncedValue } from '@mantine/hooks'
import { useMemo, useRef } from 'react'
import { type Findings, useEditorState } from './editor-context.tsx'

/** Long enough not to check within a word, short enough to seem immediate. */
const pauseMs = 150

/** Issues of the draft, checked a moment after typing, so that the key press is handled first. */
export function useValidatedDraft(
  externalActions: ReadonlyMap<string, ExternalAction> | null,
  eventEndpoints: ReadonlyMap<string, KnownEndpoint> | null,
): Findings {
  const newest = useRef<JourneyDocument | null>(null)
  const content = useEditorState(({ document }) => {
    if (newest.current === null || !sameButPlaces(newest.current, document)) newest.current = document
    return newest.current
  })
  const [document] = useDebouncedValue(content, pauseMs, { leading: true })
  const before = useRef<ReadonlyMap<NodeId, readonly Issue[]>>(new Map())
  return useMemo(() => {
    const issues = validate(document, { externalActions, eventEndpoints })
    const byNode = new Map<NodeId, readonly Issue[]>()
    for (const [id, own] of Map.groupBy(issues, (issue) => issue.nodeId)) {
      if (id === undefined) continue
      const known = before.current.get(id)
      byNode.set(id, known && JSON.stringify(known) === JSON.stringify(own) ? known : own)
    }
    before.current = byNode
    return { issues, byNode, externalActions, eventEndpoints }
  }, [document, externalActions, eventEndpoints])
}

/** A moved card changes no issue. */
function sameButPlaces(a: JourneyDocument, b: JourneyDocument): boolean {
  if (a === b) return true
  const { nodes: nodesA, ...restA } = a
  const { nodes: nodesB, ...restB } = b
  const keys = Object.keys(restA) as (keyof typeof restA)[]
  return (
    keys.every((key) => restA[key] === restB[key]) &&
    nodesA.length === nodesB.length &&
    nodesA.every((node, index) => {
      const other = nodesB[index]!
      return (
        node === other ||
        (node.id === other.id && node.kind === other.kind && node.name === other.name && node.config === other.config)
      )
    })
  )
}
