import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { type NodeKindName, outletsOfDraft } from '@tabiji/shared/nodes/node-kind.ts'
import type { InsertionPoint, Selection } from '../store/editor-store.ts'
import { edgeId } from '../store/edge-id.ts'

/**
 * Where a node from the palette is inserted: after the selected node, or at the only open outlet of the journey. Null
 * when several places are possible.
 */
export function paletteInsertionPoint(
  document: JourneyDocument,
  selection: Selection,
  kind: NodeKindName,
): InsertionPoint | null {
  // An entry has no incoming edge.
  if (kind === 'entry') return null
  const selected = document.nodes.filter(({ id }) => selection.nodes.includes(id))
  if (selected.length > 1) return null
  const [behind] = selected
  const open = openEnds(document, behind?.id)
  const next = document.edges.find(({ source, outlet }) => source === behind?.id && outlet === 'next')
  // An exit has no outlet, so inserting one into an edge would cut off the rest.
  if (next && kind !== 'exit') return { edge: next }
  return open.find(({ outlet }) => behind && outlet === 'next') ?? (open.length === 1 ? open[0]! : null)
}

function openEnds({ nodes, edges }: JourneyDocument, only: string | undefined) {
  const wired = new Set(edges.map(edgeId))
  return nodes
    .filter(({ id }) => only === undefined || id === only)
    .flatMap((node) => outletsOfDraft(node).map((outlet) => ({ source: node.id, outlet })))
    .filter((end) => !wired.has(edgeId(end)))
}
