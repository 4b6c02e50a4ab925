import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { compileNode, parseNode } from '@tabiji/shared/nodes/node-kind.ts'
import { type EffectParams, isInTransaction, type OutsideEffect } from '@tabiji/shared/effects/effect.ts'
import type { Ctx } from '../kernel/context.ts'
import { effectOf } from './effect-of.ts'

/** Finds problems in the steps of a draft that only the effects can detect. `validate` is pure and runs no code. */
export async function checkEffects(
  ctx: Pick<Ctx, 'code' | 'workspaceId'>,
  document: JourneyDocument,
): Promise<Issue[]> {
  const found = document.nodes.flatMap((draft) => {
    const node = parseNode(draft)
    if (!node.ok) return []
    return compileNode(node.value).map(async ([, instruction]): Promise<Issue[]> => {
      if (instruction.op !== 'perform' || isInTransaction(instruction.effect)) return []
      const params = instruction.params as EffectParams[OutsideEffect]
      const issues = (await effectOf(instruction.effect).check?.(ctx, params, ctx.workspaceId)) ?? []
      return issues.map((issue) => ({ ...issue, nodeId: draft.id, path: ['config', ...(issue.path ?? [])] }))
    })
  })
  return (await Promise.all(found)).flat()
}
