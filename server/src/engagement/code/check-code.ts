import { codeIssue } from '@tabiji/shared/code/code-fault.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { WorkOwner } from '../../kernel/concurrency/fair-queue.ts'
import type { Deps } from '../../kernel/deps.ts'

/** The syntax error of the code, found by the parser that will run it; null when there is none. The code is not run. */
export async function checkCode(deps: Pick<Deps, 'code'>, source: string, owner: WorkOwner): Promise<Issue | null> {
  const outcome = await deps.code.run({ source, input: null, now: 0, seed: 0 }, owner)
  return 'fault' in outcome ? codeIssue(outcome.fault) : null
}
