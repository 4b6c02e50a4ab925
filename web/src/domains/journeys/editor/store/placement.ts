import { insertOnEdge, type Operation } from '@tabiji/shared/drafts/operation.ts'
import type { DraftNode, Edge, JourneyDocument, NodeId, Position } from '@tabiji/shared/graph/journey-document.ts'
import { edgesBySource, reachableFrom } from '@tabiji/shared/graph/traverse.ts'
import { outletsOfDraft } from '@tabiji/shared/nodes/node-kind.ts'
import { nodeWidth, outletShare, sizeOf } from './node-size.ts'

/** Space between a card and the one below, with room for the "+" on the edge. */
export const rowGap = 56

/** Inserts a node into an edge, and moves the following nodes down where there is no space for it. */
export function insertWithSpace(document: JourneyDocument, edge: Edge, draft: DraftNode): Operation[] {
  const source = document.nodes.find(({ id }) => id === edge.source)
  const target = document.nodes.find(({ id }) => id === edge.target)
  if (!source || !target) return insertOnEdge(edge, draft)
  const { width, height } = sizeOf(draft)
  const top = source.position.y + sizeOf(source).height + rowGap
  const isBelow = target.position.y >= source.position.y
  const center =
    isBelow && width <= nodeWidth ? target.position.x + sizeOf(target).width / 2 : outletX(source, edge.outlet)
  const node = { ...draft, position: snapToGrid({ x: center - width / 2, y: top }) }
  const shift = isBelow ? top + height + rowGap - target.position.y : 0
  const moved = shift > 0 ? below(document, target, shift) : {}
  return [
    ...(Object.keys(moved).length > 0 ? [{ op: 'moveNodes' as const, positions: moved }] : []),
    ...insertOnEdge(edge, node),
  ]
}

/** A free position below an open outlet. */
export function positionBelow(
  document: JourneyDocument,
  source: DraftNode,
  outlet: string,
  draft: DraftNode,
): Position {
  const { width } = sizeOf(draft)
  return freePosition(document, draft, {
    x: outletX(source, outlet) - width / 2,
    y: source.position.y + sizeOf(source).height + rowGap,
  })
}

/** The preferred position, or the nearest free one to its right. */
export function freePosition(document: JourneyDocument, draft: DraftNode, preferred: Position): Position {
  const size = sizeOf(draft)
  let place = snapToGrid(preferred)
  for (let tries = 0; tries <= document.nodes.length; tries++) {
    const inTheWay = document.nodes.find((node) => node.id !== draft.id && overlaps(node, place, size))
    if (!inTheWay) return place
    place = snapToGrid({ x: inTheWay.position.x + sizeOf(inTheWay).width + 32, y: place.y })
  }
  return place
}

function overlaps(node: DraftNode, place: Position, size: { width: number; height: number }): boolean {
  const { width, height } = sizeOf(node)
  const margin = 16
  return (
    node.position.x < place.x + size.width + margin &&
    place.x < node.position.x + width + margin &&
    node.position.y < place.y + size.height + margin &&
    place.y < node.position.y + height + margin
  )
}

function outletX(node: DraftNode, outlet: string): number {
  const outlets = outletsOfDraft(node)
  return (
    node.position.x +
    sizeOf(node).width * outletShare(Math.max(0, outlets.indexOf(outlet)), Math.max(1, outlets.length))
  )
}

/** New positions of `from` and all its followers that are below it. */
function below(document: JourneyDocument, from: DraftNode, shift: number): Record<NodeId, Position> {
  const following = reachableFrom(from.id, edgesBySource(document.edges))
  const moved: Record<NodeId, Position> = {}
  for (const { id, position } of document.nodes) {
    if (following.has(id) && position.y >= from.position.y)
      moved[id] = snapToGrid({ x: position.x, y: position.y + shift })
  }
  return moved
}

export const grid = 8

export function snapToGrid({ x, y }: Position): Position {
  return { x: Math.round(x / grid) * grid, y: Math.round(y / grid) * grid }
}
