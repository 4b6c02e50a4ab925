import type { JourneyDocument, NodeId } from '@tabiji/shared/graph/journey-document.ts'
import { outletsOfDraft } from '@tabiji/shared/nodes/node-kind.ts'

export type Direction = 'up' | 'down' | 'left' | 'right'

/**
 * The node that an arrow key selects: down along the main path, up to a predecessor, sideways to the nearest node in
 * that direction.
 */
export function neighbourOf(document: JourneyDocument, from: NodeId, direction: Direction): NodeId | null {
  const node = document.nodes.find(({ id }) => id === from)
  if (!node) return null
  if (direction === 'down') {
    const outlets = outletsOfDraft(node)
    const ways = document.edges.filter(({ source }) => source === from)
    return ways.toSorted((a, b) => outlets.indexOf(a.outlet) - outlets.indexOf(b.outlet))[0]?.target ?? null
  }
  if (direction === 'up') return document.edges.find(({ target }) => target === from)?.source ?? null
  const sign = direction === 'left' ? -1 : 1
  let best: { id: NodeId; distance: number } | null = null
  for (const other of document.nodes) {
    const dx = (other.position.x - node.position.x) * sign
    if (dx <= 0) continue
    // A node in the same row counts as nearer than one in another row, however far it is to the side.
    const distance = dx + Math.abs(other.position.y - node.position.y) * 3
    if (!best || distance < best.distance) best = { id: other.id, distance }
  }
  return best?.id ?? null
}
