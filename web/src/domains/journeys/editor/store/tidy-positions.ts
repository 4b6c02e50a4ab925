import dagre from '@dagrejs/dagre'
import type { JourneyDocument, NodeId, Position } from '@tabiji/shared/graph/journey-document.ts'
import { edgesBySource, reachableFrom } from '@tabiji/shared/graph/traverse.ts'
import { outletsOfDraft } from '@tabiji/shared/nodes/node-kind.ts'
import { sizeOf } from './node-size.ts'
import { rowGap, snapToGrid } from './placement.ts'

/** Space beside a card for its numbers. */
const cardGap = 104

type Positions = Record<NodeId, Position>

/** Tidy positions for every node: rows from top to bottom, outlets from left to right in order. */
export function tidyPositions(document: JourneyDocument): Positions {
  const graph = new dagre.graphlib.Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', ranksep: rowGap, nodesep: cardGap, marginx: 0, marginy: 0 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of document.nodes) graph.setNode(node.id, { ...sizeOf(node) })
  for (const { id, targets } of waysOut(document)) {
    for (const [order, { outlet, target }] of targets.entries()) {
      // The higher weight keeps the main path straight.
      graph.setEdge(id, target, { weight: order === 0 ? 4 : 1 }, outlet)
    }
  }
  dagre.layout(graph)
  const positions: Positions = {}
  for (const node of document.nodes) {
    const { x, y } = graph.node(node.id)
    const { width, height } = sizeOf(node)
    positions[node.id] = { x: x - width / 2, y: y - height / 2 }
  }
  return Object.fromEntries(
    Object.entries(inOutletOrder(document, positions)).map(([id, place]) => [id, snapToGrid(place)]),
  )
}

/**
 * Dagre ignores the order of outlets on a card, so it may place the first branch to the right of the second. Branches
 * that share only their start are reordered here; each keeps its own shape.
 */
function inOutletOrder(document: JourneyDocument, positions: Positions): Positions {
  let current = positions
  for (const { id, targets } of waysOut(document)) {
    const branches = [...new Set(targets.map(({ target }) => target))].map((target) => branchFrom(document, id, target))
    if (branches.length < 2 || branches.some((branch) => branch === null)) continue
    const boxes = branches.map((branch) => ({ branch: branch!, ...extent(document, current, branch!) }))
    const drawn = boxes.toSorted((a, b) => a.left - b.left)
    const isApart = drawn.every((box, index) => index === 0 || box.left >= drawn[index - 1]!.right)
    if (!isApart || drawn.every((box, index) => box === boxes[index])) continue
    const gaps = drawn.slice(1).map((box, index) => box.left - drawn[index]!.right)
    let left = drawn[0]!.left
    const moved = { ...current }
    for (const [index, box] of boxes.entries()) {
      for (const nodeId of box.branch)
        moved[nodeId] = { x: current[nodeId]!.x + left - box.left, y: current[nodeId]!.y }
      left += box.right - box.left + (gaps[index] ?? 0)
    }
    const movedIds = new Set(boxes.flatMap(({ branch }) => branch))
    if (!overlaps(document, moved, movedIds)) current = moved
  }
  return current
}

/** Whether a moved branch now overlaps a node that was between the branches. */
function overlaps(document: JourneyDocument, positions: Positions, movedIds: ReadonlySet<NodeId>): boolean {
  const boxes = document.nodes.map((node) => ({ id: node.id, ...positions[node.id]!, ...sizeOf(node) }))
  return boxes
    .filter(({ id }) => movedIds.has(id))
    .some((box) =>
      boxes.some(
        (other) =>
          !movedIds.has(other.id) &&
          box.x < other.x + other.width &&
          other.x < box.x + box.width &&
          box.y < other.y + other.height &&
          other.y < box.y + box.height,
      ),
    )
}

/** The nodes that only this outlet leads to; null when its first node can also be reached in another way. */
function branchFrom(document: JourneyDocument, source: NodeId, target: NodeId): NodeId[] | null {
  if (document.edges.some((edge) => edge.target === target && edge.source !== source)) return null
  const without = edgesBySource(document.edges.filter((edge) => edge.target !== target))
  const roots = document.nodes.filter(({ id }) => id !== target && !document.edges.some((edge) => edge.target === id))
  const elsewhere = new Set(roots.flatMap(({ id }) => [...reachableFrom(id, without)]))
  return [...reachableFrom(target, edgesBySource(document.edges))].filter((id) => !elsewhere.has(id))
}

function extent(
  document: JourneyDocument,
  positions: Positions,
  ids: readonly NodeId[],
): { left: number; right: number } {
  const nodes = document.nodes.filter(({ id }) => ids.includes(id))
  return {
    left: Math.min(...nodes.map(({ id }) => positions[id]!.x)),
    right: Math.max(...nodes.map((node) => positions[node.id]!.x + sizeOf(node).width)),
  }
}

function waysOut(document: JourneyDocument): { id: NodeId; targets: { outlet: string; target: NodeId }[] }[] {
  const bySource = edgesBySource(document.edges)
  return document.nodes.map((node) => {
    const outlets = outletsOfDraft(node)
    const edges = (bySource.get(node.id) ?? []).toSorted(
      (a, b) => outlets.indexOf(a.outlet) - outlets.indexOf(b.outlet),
    )
    return { id: node.id, targets: edges.map(({ outlet, target }) => ({ outlet, target })) }
  })
}
