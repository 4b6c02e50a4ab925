import dagre from '@dagrejs/dagre'
import type { JourneyDocument, NodeId, Position } from '@tabiji/shared/graph/graph.ts'
import { outletsOfDraft } from '@tabiji/shared/nodes/node-kind.ts'
import { sizeOf } from './node-size.ts'
import { rowGap, snapped } from './placement.ts'

/** Tidy places for every node: rows from top to bottom, ways out from left to right in their order. */
export function tidyPositions(document: JourneyDocument): Record<NodeId, Position> {
  const graph = new dagre.graphlib.Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', ranksep: rowGap, nodesep: 48, marginx: 0, marginy: 0 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of document.nodes) graph.setNode(node.id, { ...sizeOf(node) })
  // Dagre keeps siblings in the order their edges were added where crossings do not decide.
  for (const node of document.nodes) {
    const outlets = outletsOfDraft(node)
    const edges = document.edges
      .filter((edge) => edge.source === node.id)
      .toSorted((a, b) => outlets.indexOf(a.outlet) - outlets.indexOf(b.outlet))
    for (const [order, edge] of edges.entries()) {
      // The main path is kept straight.
      graph.setEdge(edge.source, edge.target, { weight: order === 0 ? 4 : 1 }, edge.outlet)
    }
  }
  dagre.layout(graph)
  const positions: Record<NodeId, Position> = {}
  for (const node of document.nodes) {
    const { x, y } = graph.node(node.id)
    const { width, height } = sizeOf(node)
    positions[node.id] = snapped({ x: x - width / 2, y: y - height / 2 })
  }
  return positions
}
