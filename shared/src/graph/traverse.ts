import type { Edge, NodeId } from './journey-document.ts'

export type EdgesBySource = ReadonlyMap<NodeId, readonly Edge[]>

export function edgesBySource(edges: readonly Edge[]): EdgesBySource {
  const bySource = new Map<NodeId, Edge[]>()
  for (const edge of edges) {
    const list = bySource.get(edge.source)
    if (list) list.push(edge)
    else bySource.set(edge.source, [edge])
  }
  return bySource
}

/** Every node that can be reached from `start`, including `start`. */
export function reachableFrom(start: NodeId, edges: EdgesBySource): Set<NodeId> {
  const seen = new Set<NodeId>([start])
  const open = [start]
  while (open.length > 0) {
    for (const edge of edges.get(open.pop()!) ?? []) {
      if (seen.has(edge.target)) continue
      seen.add(edge.target)
      open.push(edge.target)
    }
  }
  return seen
}

/** Every node from which `end` can be reached. `end` itself is included only if it is on a cycle. */
export function nodesBefore(end: NodeId, edges: readonly Edge[]): Set<NodeId> {
  const reversed = edges.map((edge) => ({ source: edge.target, outlet: edge.outlet, target: edge.source }))
  const bySource = edgesBySource(reversed)
  const before = new Set<NodeId>()
  for (const edge of bySource.get(end) ?? []) for (const id of reachableFrom(edge.target, bySource)) before.add(id)
  return before
}

/**
 * The node ids along some cycle; null when there is none. Depth-first with an explicit stack, so that a graph of
 * thousands of nodes cannot overflow the call stack.
 */
export function findCycle(ids: readonly NodeId[], edges: EdgesBySource): NodeId[] | null {
  const done = new Set<NodeId>()
  for (const root of ids) {
    if (done.has(root)) continue
    const path: NodeId[] = []
    const onPath = new Set<NodeId>()
    const stack: { id: NodeId; next: number }[] = [{ id: root, next: 0 }]
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!
      if (top.next === 0) {
        path.push(top.id)
        onPath.add(top.id)
      }
      const edge = (edges.get(top.id) ?? [])[top.next++]
      if (!edge) {
        stack.pop()
        path.pop()
        onPath.delete(top.id)
        done.add(top.id)
        continue
      }
      if (onPath.has(edge.target)) return path.slice(path.indexOf(edge.target))
      if (!done.has(edge.target)) stack.push({ id: edge.target, next: 0 })
    }
  }
  return null
}
