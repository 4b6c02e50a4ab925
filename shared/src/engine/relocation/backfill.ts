import type { NodeId } from '../../graph/journey-document.ts'
import { exitsOf, type Plan } from '../../plan/plan.ts'

/** A way out of a node that was there before. */
export type OutletRef = { nodeId: NodeId; outlet: string }

/**
 * Whether people past a new node may be sent to it after all: it has to do something by itself, since a wait or a split has
 * nothing to give to somebody who comes back at once, and somebody has to have been able to pass it.
 */
export function backfillable(before: Plan, after: Plan, nodeId: NodeId): boolean {
  const entry = after.steps[after.nodes[nodeId]?.entry ?? '']
  return entry?.op === 'perform' && before.nodes[nodeId] === undefined && outletsTo(before, after, nodeId).length > 0
}

/** The ways out of older nodes that now lead to the new node, with nothing but other new nodes in between. */
export function outletsTo(before: Plan, after: Plan, nodeId: NodeId): OutletRef[] {
  const sources = exitsByTarget(after)
  const outlets: OutletRef[] = []
  const seen = new Set<NodeId>([nodeId])
  const open: NodeId[] = [nodeId]
  while (open.length > 0) {
    for (const ref of sources.get(open.pop()!) ?? []) {
      if (before.nodes[ref.nodeId] !== undefined) outlets.push(ref)
      else if (!seen.has(ref.nodeId)) {
        seen.add(ref.nodeId)
        open.push(ref.nodeId)
      }
    }
  }
  return outlets
}

/** Nodes from which people get to the given one by themselves, and the node itself. */
export function nodesLeadingTo(plan: Plan, nodeId: NodeId): NodeId[] {
  const sources = exitsByTarget(plan)
  const seen = new Set<NodeId>([nodeId])
  const open: NodeId[] = [nodeId]
  while (open.length > 0) {
    for (const { nodeId: source } of sources.get(open.pop()!) ?? []) {
      if (seen.has(source)) continue
      seen.add(source)
      open.push(source)
    }
  }
  return [...seen]
}

function exitsByTarget(plan: Plan): Map<NodeId, OutletRef[]> {
  const sources = new Map<NodeId, OutletRef[]>()
  for (const step of Object.values(plan.steps)) {
    for (const { stepId, outlet } of exitsOf(step)) {
      if (stepId === null || outlet === null) continue
      const target = plan.steps[stepId]!.nodeId
      const outlets = sources.get(target) ?? []
      outlets.push({ nodeId: step.nodeId, outlet })
      sources.set(target, outlets)
    }
  }
  return sources
}
