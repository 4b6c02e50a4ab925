import type { SampledValue } from '../../integrations/actions/samples/sampled-value.ts'
import { extractOutputs } from '@tabiji/shared/http-call/reply/extract-outputs.ts'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { liquidVariables } from '@tabiji/shared/text/liquid.ts'
import type { Ctx } from '../../kernel/context.ts'
import { listSampledReplies } from '../../integrations/actions/samples/list-sampled-replies.ts'

type Outputs = Record<string, Record<string, unknown>>

/**
 * Adds to the outputs of earlier steps the values from sample replies that the texts read and the participant does not
 * have yet. `sampled` lists those values, so that the UI can mark them as samples.
 */
export async function addSampleOutputs(
  ctx: Pick<Ctx, 'db' | 'workspaceId'>,
  draft: Pick<JourneyDocument, 'nodes'>,
  outputs: Outputs,
  texts: readonly string[],
): Promise<{ outputs: Outputs; sampled: SampledValue[] }> {
  const wanted = outputsReadBy(texts).flatMap(({ nodeId, name }) => {
    const actionId = draft.nodes.find(({ id, kind }) => id === nodeId && kind === 'callApi')?.config.externalActionId
    const isThere = Object.hasOwn(outputs, nodeId) && Object.hasOwn(outputs[nodeId]!, name)
    return typeof actionId === 'string' && !isThere ? [{ nodeId, name, actionId }] : []
  })
  const ids = [...new Set(wanted.map(({ actionId }) => actionId))]
  if (ids.length === 0) return { outputs, sampled: [] }
  const replies = await listSampledReplies(ctx, ids)
  const extracted = new Map(
    replies.map(({ externalActionId, reply, extract }) => [externalActionId, extractOutputs(extract, reply.body)]),
  )
  const sampled = wanted.flatMap(({ nodeId, name, actionId }) => {
    const found = extracted.get(actionId)
    const output = found && Object.hasOwn(found, name) ? found[name] : undefined
    // A sample reply that was cut is no longer valid JSON. The issue of such an output says nothing about a real reply,
    // so the output is left out.
    return output && output.issue === undefined ? [{ nodeId, name, value: output.value }] : []
  })
  const filled = structuredClone(outputs)
  for (const { nodeId, name, value } of sampled) filled[nodeId] = { ...filled[nodeId], [name]: value }
  return { outputs: filled, sampled }
}

function outputsReadBy(texts: readonly string[]): { nodeId: string; name: string }[] {
  const read = new Map<string, { nodeId: string; name: string }>()
  for (const text of texts) {
    const variables = liquidVariables(text)
    if (!variables.ok) continue
    for (const { path } of variables.value) {
      const [root, nodeId, name] = path
      if (root === 'nodes' && nodeId !== undefined && name !== undefined)
        read.set(`${nodeId} ${name}`, { nodeId, name })
    }
  }
  return [...read.values()]
}
