import { z } from 'zod'
import type { Issue } from '../messages/issue.ts'
import { outletsOfDraft } from '../nodes/node-kind.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import {
  draftNodeSchema,
  edgeSchema,
  journeyDocumentSchema,
  nodeIdSchema,
  positionSchema,
  settingsChangeSchema,
  type DraftNode,
  type Edge,
  type JourneyDocument,
  type NodeId,
} from '../graph/journey-document.ts'

/**
 * A draft edit as data. The editor applies it at once, autosave sends it, and the server applies the same function to
 * the same document. The inverse is undo, and the list of operations is the history.
 */
export const operationSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('addNode'), node: draftNodeSchema }),
  z.object({ op: z.literal('removeNode'), nodeId: nodeIdSchema }),
  z.object({ op: z.literal('moveNodes'), positions: z.record(nodeIdSchema, positionSchema) }),
  z.object({ op: z.literal('renameNode'), nodeId: nodeIdSchema, name: z.string().trim().min(1).max(120).nullable() }),
  z.object({ op: z.literal('setConfig'), nodeId: nodeIdSchema, config: z.record(z.string(), z.unknown()) }),
  z.object({ op: z.literal('connect'), edge: edgeSchema }),
  z.object({ op: z.literal('disconnect'), source: nodeIdSchema, outlet: z.string().min(1) }),
  z.object({ op: z.literal('setSettings'), settings: settingsChangeSchema }),
  z.object({ op: z.literal('replaceDocument'), document: journeyDocumentSchema }),
])
export type Operation = z.infer<typeof operationSchema>
type OperationOf<Op extends Operation['op']> = Extract<Operation, { op: Op }>

export type Edited = { document: JourneyDocument; inverse: Operation[] }

const appliers: { [Op in Operation['op']]: (document: JourneyDocument, operation: OperationOf<Op>) => Result<Edited> } =
  {
    addNode: (document, { node }) =>
      find(document, node.id)
        ? refuse({ code: 'graph.duplicateNodeId', severity: 'error', nodeId: node.id, params: { id: node.id } })
        : ok({
            document: { ...document, nodes: [...document.nodes, node] },
            inverse: [{ op: 'removeNode', nodeId: node.id }],
          }),

    removeNode: (document, { nodeId }) =>
      withNode(document, nodeId, (node) => {
        const lost = document.edges.filter((edge) => edge.source === nodeId || edge.target === nodeId)
        return ok({
          document: {
            ...document,
            nodes: document.nodes.filter((candidate) => candidate.id !== nodeId),
            edges: document.edges.filter((edge) => !lost.includes(edge)),
          },
          inverse: restoring(document, [nodeId], lost, [{ op: 'addNode', node }, ...reconnecting(lost)]),
        })
      }),

    moveNodes: (document, { positions }) => {
      const before: Record<NodeId, { x: number; y: number }> = {}
      for (const id of Object.keys(positions)) {
        const node = find(document, id)
        if (!node) return refuse(unknownNode(id))
        before[id] = node.position
      }
      return ok({
        document: {
          ...document,
          nodes: document.nodes.map((node) => {
            const position = positions[node.id]
            return position ? { ...node, position } : node
          }),
        },
        inverse: restoring(document, Object.keys(positions), [], [{ op: 'moveNodes', positions: before }]),
      })
    },

    renameNode: (document, { nodeId, name }) =>
      withNode(document, nodeId, (node) => {
        const { name: before, ...unnamed } = node
        return ok({
          document: replaceNode(document, name === null ? unnamed : { ...unnamed, name }),
          inverse: restoring(document, [nodeId], [], [{ op: 'renameNode', nodeId, name: before ?? null }]),
        })
      }),

    setConfig: (document, { nodeId, config }) =>
      withNode(document, nodeId, (node) => {
        const changed = { ...node, config }
        const outlets = outletsOfDraft(changed)
        // An outlet that the new config no longer has loses its edge; undo restores both.
        const lost = document.edges.filter((edge) => edge.source === nodeId && !outlets.includes(edge.outlet))
        const edited = replaceNode(document, changed)
        return ok({
          document: { ...edited, edges: edited.edges.filter((edge) => !lost.includes(edge)) },
          inverse: restoring(document, [nodeId], lost, [
            { op: 'setConfig', nodeId, config: node.config },
            ...reconnecting(lost),
          ]),
        })
      }),

    connect: (document, { edge }) =>
      withNode(document, edge.source, (source) =>
        withNode(document, edge.target, (target) => {
          const outlets = outletsOfDraft(source)
          if (!outlets.includes(edge.outlet)) {
            return refuse({
              code: 'graph.unknownOutlet',
              severity: 'error',
              nodeId: source.id,
              params: { node: source.id, outlet: edge.outlet, allowed: outlets },
            })
          }
          if (target.kind === 'entry') {
            return refuse({
              code: 'graph.edgeIntoEntry',
              severity: 'error',
              nodeId: source.id,
              params: { node: source.id },
            })
          }
          const replaced = document.edges.find((other) => isSameWayOut(other, edge))
          return ok({
            document: { ...document, edges: [...document.edges.filter((other) => other !== replaced), edge] },
            inverse: replaced
              ? restoring(document, [], [replaced], reconnecting([replaced]))
              : [{ op: 'disconnect', source: edge.source, outlet: edge.outlet }],
          })
        }),
      ),

    disconnect: (document, { source, outlet }) => {
      const edge = document.edges.find((candidate) => isSameWayOut(candidate, { source, outlet }))
      if (!edge) return ok({ document, inverse: [] })
      return ok({
        document: { ...document, edges: document.edges.filter((candidate) => candidate !== edge) },
        inverse: restoring(document, [], [edge], reconnecting([edge])),
      })
    },

    setSettings: (document, { settings }) => {
      const before = Object.fromEntries(
        Object.keys(settings).map((key) => [key, document[key as keyof typeof settings]]),
      ) as typeof settings
      return ok({ document: { ...document, ...settings }, inverse: [{ op: 'setSettings', settings: before }] })
    },

    replaceDocument: (document, { document: replacement }) =>
      ok({ document: replacement, inverse: [{ op: 'replaceDocument', document }] }),
  }

export function applyOperation(document: JourneyDocument, operation: Operation): Result<Edited> {
  return dispatch(operation.op, document, operation)
}

function dispatch<Op extends Operation['op']>(op: Op, document: JourneyDocument, operation: Operation): Result<Edited> {
  return appliers[op](document, operation as OperationOf<Op>)
}

/** All or nothing: the first refused operation leaves the document unchanged. The inverse undoes the whole list. */
export function applyOperations(document: JourneyDocument, operations: readonly Operation[]): Result<Edited> {
  let edited: Edited = { document, inverse: [] }
  for (const operation of operations) {
    const next = applyOperation(edited.document, operation)
    if (!next.ok) return next
    edited = { document: next.value.document, inverse: [...next.value.inverse, ...edited.inverse] }
  }
  return ok(edited)
}

/**
 * The inverse, as long as operations can restore these nodes and edges. A document that was stored as a whole may hold
 * what no operation creates (a duplicate id, an edge to nowhere, two edges from one outlet). Then the inverse is the
 * whole document.
 */
function restoring(
  document: JourneyDocument,
  nodeIds: readonly NodeId[],
  edges: readonly Edge[],
  inverse: Operation[],
): Operation[] {
  const isOrdinary =
    nodeIds.every((id) => document.nodes.filter((node) => node.id === id).length === 1) &&
    edges.every((edge) => {
      const source = find(document, edge.source)
      const target = find(document, edge.target)
      if (!source || !target || target.kind === 'entry' || !outletsOfDraft(source).includes(edge.outlet)) return false
      return document.edges.filter((other) => isSameWayOut(other, edge)).length === 1
    })
  return isOrdinary ? inverse : [{ op: 'replaceDocument', document }]
}

function reconnecting(edges: readonly Edge[]): Operation[] {
  return edges.map((edge) => ({ op: 'connect', edge }))
}

function isSameWayOut(a: Pick<Edge, 'source' | 'outlet'>, b: Pick<Edge, 'source' | 'outlet'>): boolean {
  return a.source === b.source && a.outlet === b.outlet
}

function find(document: JourneyDocument, nodeId: NodeId): DraftNode | undefined {
  return document.nodes.find((node) => node.id === nodeId)
}

function withNode(
  document: JourneyDocument,
  nodeId: NodeId,
  then: (node: DraftNode) => Result<Edited>,
): Result<Edited> {
  const node = find(document, nodeId)
  return node ? then(node) : refuse(unknownNode(nodeId))
}

function replaceNode(document: JourneyDocument, node: DraftNode): JourneyDocument {
  return { ...document, nodes: document.nodes.map((candidate) => (candidate.id === node.id ? node : candidate)) }
}

function unknownNode(nodeId: NodeId): Issue {
  return { code: 'graph.unknownNode', severity: 'error', nodeId, params: { node: nodeId } }
}

function refuse(issue: Issue): Result<Edited> {
  return err([issue])
}

/**
 * Operations that insert `node` into an edge: the edge leads to the node, and the node's first outlet to the old
 * target.
 */
export function insertOnEdge(edge: Edge, node: DraftNode): Operation[] {
  const [main] = outletsOfDraft(node)
  return [
    { op: 'addNode', node },
    { op: 'connect', edge: { source: edge.source, outlet: edge.outlet, target: node.id } },
    ...(main === undefined
      ? []
      : [{ op: 'connect' as const, edge: { source: node.id, outlet: main, target: edge.target } }]),
  ]
}

/** Operations that remove nodes and connect their incoming edges to the next node on each removed node's main path. */
export function removeAndReconnect(document: JourneyDocument, nodeIds: readonly NodeId[]): Operation[] {
  const removed = new Set(nodeIds)
  const mainTarget = (id: NodeId): NodeId | null => {
    const seen = new Set<NodeId>()
    let current: NodeId | null = id
    while (current !== null && removed.has(current)) {
      if (seen.has(current)) return null
      seen.add(current)
      const node = find(document, current)
      const outlet = node && outletsOfDraft(node)[0]
      const edge = document.edges.find((candidate) => candidate.source === node?.id && candidate.outlet === outlet)
      current = edge?.target ?? null
    }
    return current
  }
  const reconnected = document.edges.flatMap((edge): Operation[] => {
    if (removed.has(edge.source) || !removed.has(edge.target)) return []
    const target = mainTarget(edge.target)
    return target === null || target === edge.source ? [] : [{ op: 'connect', edge: { ...edge, target } }]
  })
  return [...nodeIds.map((nodeId) => ({ op: 'removeNode' as const, nodeId })), ...reconnected]
}
