import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { type NodeKindName, outletsOfDraft } from '@tabiji/shared/nodes/node-kind.ts'
import type { InsertionPoint, Selection } from '../store/editor-store.ts'
import { edgeId } from '../store/edge-id.ts'

/**
 * Where a step from the palette is meant to go: behind the selected step, or to the one way of the journey that leads nowhere
 * yet. Null where more than one place could be meant.
 */
export function paletteInsertionPoint(
  document: JourneyDocument,
  selection: Selection,
  kind: NodeKindName,
): InsertionPoint | null {
  // Nothing leads to an entry.
  if (kind === 'entry') return null
  const selected = document.nodes.filter(({ id }) => selection.nodes.includes(id))
  if (selected.length > 1) return null
  const [behind] = selected
  const open = openEnds(document, behind?.id)
  const next = document.edges.find(({ source, outlet }) => source === behind?.id && outlet === 'next')
  // Nothing goes on behind an exit, so one that is put in between would cut off what follows.
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
