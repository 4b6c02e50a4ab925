import type { Edge, JourneyDocument, NodeId, Position } from '@tabiji/shared/graph/journey-document.ts'
import type { DraftNode } from '@tabiji/shared/graph/journey-document.ts'
import { outletsOfDraft } from '@tabiji/shared/nodes/node-kind.ts'
import type { Edge as FlowEdge, EdgeChange, Node as FlowNode, NodeChange } from '@xyflow/react'
import { edgeId } from '../store/edge-id.ts'
import type { Selection } from '../store/editor-store.ts'
import { sizeOf } from '../store/node-size.ts'
import { snapToGrid } from '../store/placement.ts'

export type JourneyFlowNode = FlowNode<
  { node: DraftNode; outlets: readonly string[]; openOutlets: readonly string[] },
  'journey'
>
export type JourneyFlowEdge = FlowEdge<{ edge: Edge; isOnlyWayOut: boolean }, 'journey'>

/**
 * The graph as React Flow nodes. An unchanged node is the same object as before, so that 500 cards do not render again
 * while a text of one is typed.
 */
export function flowNodes(
  document: JourneyDocument,
  selection: Selection,
  before: readonly JourneyFlowNode[] = [],
): JourneyFlowNode[] {
  const known = new Map(before.map((node) => [node.id, node]))
  const selected = new Set(selection.nodes)
  const wired = new Set(document.edges.map(edgeId))
  const active = selection.nodes[0] ?? document.nodes[0]?.id
  return document.nodes.map((node) => {
    const isSelected = selected.has(node.id)
    const focusable = node.id === active
    const old = known.get(node.id)
    const outlets = old?.data.node === node ? old.data.outlets : outletsOfDraft(node)
    const openOutlets = outlets.filter((outlet) => !wired.has(edgeId({ source: node.id, outlet })))
    if (
      old &&
      old.data.node === node &&
      old.selected === isSelected &&
      old.focusable === focusable &&
      !old.dragging &&
      samePlace(old.position, node.position) &&
      sameItems(old.data.openOutlets, openOutlets)
    ) {
      return old
    }
    const data =
      old && old.data.node === node && sameItems(old.data.openOutlets, openOutlets)
        ? old.data
        : { node, outlets, openOutlets }
    const { width, height } = sizeOf(node)
    return {
      ...old,
      id: node.id,
      type: 'journey',
      position: node.position,
      width,
      height,
      selected: isSelected,
      focusable,
      dragging: false,
      data,
    }
  })
}

export function flowEdges(
  document: JourneyDocument,
  selection: Selection,
  before: readonly JourneyFlowEdge[] = [],
): JourneyFlowEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]))
  const selected = new Set(selection.edges)
  const wayCounts = new Map(document.nodes.map((node) => [node.id, outletsOfDraft(node).length]))
  return document.edges
    .filter(({ source, target }) => wayCounts.has(source) && wayCounts.has(target))
    .map((edge) => {
      const id = edgeId(edge)
      const isSelected = selected.has(id)
      const old = known.get(id)
      const isOnlyWayOut = wayCounts.get(edge.source) === 1
      if (old?.data?.edge === edge && old.data.isOnlyWayOut === isOnlyWayOut && old.selected === isSelected) return old
      return {
        id,
        type: 'journey',
        source: edge.source,
        sourceHandle: edge.outlet,
        target: edge.target,
        selected: isSelected,
        data: { edge, isOnlyWayOut },
      }
    })
}

/** The positions after a drop, snapped to the grid; empty during the drag. */
export function droppedPositions(nodes: readonly Pick<JourneyFlowNode, 'id' | 'position'>[]): Record<NodeId, Position> {
  return Object.fromEntries(nodes.map(({ id, position }) => [id, snapToGrid(position)]))
}

/** The selection after React Flow's changes; null when they do not change it. */
export function selectionAfter(
  selection: Selection,
  nodeChanges: readonly NodeChange<JourneyFlowNode>[],
  edgeChanges: readonly EdgeChange<JourneyFlowEdge>[] = [],
): Selection | null {
  const changes = [...nodeChanges, ...edgeChanges].filter((change) => change.type === 'select')
  if (changes.length === 0) return null
  return {
    nodes: afterSelects(selection.nodes, nodeChanges),
    edges: afterSelects(selection.edges, edgeChanges),
  }
}

type SelectChange = { type: string; id?: string; selected?: boolean }

function afterSelects(selected: readonly string[], changes: readonly SelectChange[]): string[] {
  const result = new Set(selected)
  for (const change of changes) {
    if (change.type !== 'select' || change.id === undefined) continue
    if (change.selected) result.add(change.id)
    else result.delete(change.id)
  }
  return [...result]
}

function samePlace(a: Position, b: Position): boolean {
  return a.x === b.x && a.y === b.y
}

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index])
}
