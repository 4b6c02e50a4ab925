import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import type { Operation } from '@tabiji/shared/drafts/operation.ts'
import {
  type DraftNode,
  draftNodeSchema,
  type Edge,
  edgeSchema,
  type JourneyDocument,
  type NodeId,
} from '@tabiji/shared/graph/journey-document.ts'
import { renameNodesInText } from '../../../../nodes/form/text/liquid-chips.ts'
import { freeNodeId } from './free-node-id.ts'

/**
 * Copied nodes with the edges between them. Uses the system clipboard, so that it works between journeys and windows.
 */
export type Fragment = { tabiji: 'nodes'; nodes: DraftNode[]; edges: Edge[] }

const nodesSchema = draftNodeSchema.array().min(1).max(500)
const edgesSchema = edgeSchema.array().max(2000)

/** The entry is not copied, because a journey has only one. */
export function copyNodes(document: JourneyDocument, nodeIds: readonly NodeId[]): Fragment | null {
  const chosen = new Set(nodeIds)
  const nodes = document.nodes.filter(({ id, kind }) => chosen.has(id) && kind !== 'entry')
  const copied = new Set(nodes.map(({ id }) => id))
  const edges = document.edges.filter(({ source, target }) => copied.has(source) && copied.has(target))
  return nodes.length > 0 ? { tabiji: 'nodes', nodes, edges } : null
}

/** Null for other texts, because a clipboard may hold anything. */
export function readFragment(text: string): Fragment | null {
  const parsed = parseJson(text)
  if (typeof parsed !== 'object' || parsed === null || !('tabiji' in parsed) || parsed.tabiji !== 'nodes') return null
  const { nodes, edges } = parsed as Record<string, unknown>
  const [parsedNodes, parsedEdges] = [nodesSchema.safeParse(nodes), edgesSchema.safeParse(edges)]
  if (!parsedNodes.success || !parsedEdges.success) return null
  const ids = new Set(parsedNodes.data.map(({ id }) => id))
  const inside = parsedEdges.data.filter(({ source, target }) => ids.has(source) && ids.has(target))
  return { tabiji: 'nodes', nodes: parsedNodes.data, edges: inside }
}

function parseJson(text: string): unknown {
  try {
    return parseExactJson(text)
  } catch {
    return null
  }
}

/** Operations that add a copy. The copies get new ids, and references between copied nodes refer to the copies. */
export function pasteOperations(
  document: JourneyDocument,
  fragment: Fragment,
  offset: { x: number; y: number },
): { operations: Operation[]; nodeIds: NodeId[] } {
  const taken = new Set(document.nodes.map(({ id }) => id))
  const newIds = new Map<NodeId, NodeId>()
  for (const node of fragment.nodes) {
    const id = freeNodeId(node.kind, taken)
    taken.add(id)
    newIds.set(node.id, id)
  }
  const nodes = fragment.nodes.map((node): DraftNode => ({
    ...node,
    id: newIds.get(node.id)!,
    position: { x: node.position.x + offset.x, y: node.position.y + offset.y },
    config: rebound(node.config, newIds) as DraftNode['config'],
  }))
  const edges = fragment.edges.map((edge): Edge => ({
    ...edge,
    source: newIds.get(edge.source)!,
    target: newIds.get(edge.target)!,
  }))
  return {
    operations: [
      ...nodes.map((node) => ({ op: 'addNode' as const, node })),
      ...edges.map((edge) => ({ op: 'connect' as const, edge })),
    ],
    nodeIds: nodes.map(({ id }) => id),
  }
}

/**
 * References to nodes are the values under the key `node` and `nodes.<id>` in a text, by convention of the config
 * schemas.
 */
function rebound(value: unknown, newIds: ReadonlyMap<string, string>, key?: string): unknown {
  if (typeof value === 'string') return key === 'node' ? (newIds.get(value) ?? value) : renameNodesInText(value, newIds)
  if (Array.isArray(value)) return value.map((item) => rebound(item, newIds))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rebound(item, newIds, name)]))
}
