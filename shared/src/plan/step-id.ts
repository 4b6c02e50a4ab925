import type { NodeId } from '../graph/journey-document.ts'
import type { StepId } from './plan.ts'

export function stepIdOf(nodeId: NodeId, part: string): StepId {
  return `${nodeId}/${part}`
}

export function nodeIdOf(stepId: StepId): NodeId {
  return stepId.slice(0, stepId.lastIndexOf('/'))
}
