import { codeIssue } from '@tabiji/shared/code/code-fault.ts'
import type { JourneyDocument } from '@tabiji/shared/graph/graph.ts'
import type { Issue } from '@tabiji/shared/issue.ts'
import { parseNode } from '@tabiji/shared/nodes/node-kind.ts'
import type { Deps } from '../deps.ts'

/** What keeps code from being read, by the parser that will run it; null when nothing does. It is not run. */
export async function checkCode(deps: Pick<Deps, 'code'>, source: string): Promise<Issue | null> {
  const outcome = await deps.code.run({ source, input: null, now: 0, seed: 0 })
  return 'fault' in outcome ? codeIssue(outcome.fault) : null
}

/** The same for every code step of a journey. */
export async function checkCodeSteps(deps: Pick<Deps, 'code'>, document: JourneyDocument): Promise<Issue[]> {
  const issues: Issue[] = []
  for (const draft of document.nodes) {
    const node = parseNode(draft)
    if (!node.ok || node.value.kind !== 'code') continue
    const issue = await checkCode(deps, node.value.config.source)
    if (issue) issues.push({ ...issue, nodeId: draft.id, path: ['config', ...(issue.path ?? [])] })
  }
  return issues
}
