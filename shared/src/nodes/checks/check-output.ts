import type { ConditionOutputs } from '../../conditions/evaluate-condition.ts'
import type { NodeId } from '../../graph/journey-document.ts'
import type { CheckEnvironment, Finding } from '../define-node-kind.ts'

/**
 * Findings about a reference to an output of an earlier node. Where the node may have further outputs, an unknown one
 * is only a warning.
 */
export function checkOutput(
  { nodeId, output }: { nodeId: NodeId; output: string },
  env: Pick<CheckEnvironment, 'produced' | 'producesUnknownValues'>,
  path: (string | number)[],
): Finding[] {
  const produced = env.produced.get(nodeId) ?? []
  if (produced.some(({ name }) => name === output)) return []
  const params = { output: `nodes.${nodeId}.${output}` }
  if (!env.producesUnknownValues.has(nodeId)) return [{ code: 'node.outputUnknown', path, params }]
  // The code was never tried, so there is nothing to compare with.
  return produced.length === 0 ? [] : [{ code: 'node.outputNotSeen', severity: 'warning', path, params }]
}

/** The same outputs for conditions. Code may return another type the next time. */
export function conditionOutputs(env: Pick<CheckEnvironment, 'produced' | 'producesUnknownValues'>): ConditionOutputs {
  return {
    typeOf: (nodeId, key) => {
      const produced = env.produced.get(nodeId) ?? []
      const seen = produced.find(({ name }) => name === key)
      if (!env.producesUnknownValues.has(nodeId)) return seen?.type ?? null
      return seen || produced.length === 0 ? 'unknown' : 'unseen'
    },
  }
}
