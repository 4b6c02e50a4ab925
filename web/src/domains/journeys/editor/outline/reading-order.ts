import type { JourneyDocument, NodeId } from '@tabiji/shared/graph/journey-document.ts'
import { outletsOfDraft } from '@tabiji/shared/nodes/node-kind.ts'

/** Nodes in reading order: from the entry, outlet by outlet; unconnected nodes come last. */
export function readingOrder(document: JourneyDocument): NodeId[] {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]))
  const targets = new Map(document.edges.map((edge) => [`${edge.source}:${edge.outlet}`, edge.target]))
  const order = new Set<NodeId>()
  const starts = document.nodes.toSorted((a, b) => Number(b.kind === 'entry') - Number(a.kind === 'entry'))
  for (const start of starts) {
    const open = [start.id]
    while (open.length > 0) {
      const id = open.pop()!
      const node = nodes.get(id)
      if (!node || order.has(id)) continue
      order.add(id)
      // The last pushed is visited first, so the main path is pushed last.
      for (const outlet of outletsOfDraft(node).toReversed()) {
        const target = targets.get(`${id}:${outlet}`)
        if (target !== undefined) open.push(target)
      }
    }
  }
  return [...order]
}
