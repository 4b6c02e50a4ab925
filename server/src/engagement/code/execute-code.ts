import { createHash } from 'node:crypto'
import { codeIssue } from '@tabiji/shared/code/code-fault.ts'
import { readCodeResult } from '@tabiji/shared/code/read-code-result.ts'
import type { FieldDefinition, FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { err, type Result } from '@tabiji/shared/kernel/result.ts'
import type { WorkOwner } from '../../kernel/concurrency/fair-queue.ts'
import type { Deps } from '../../kernel/deps.ts'

export type CodeScope = {
  fields: FieldValues
  definitions: readonly FieldDefinition[]
  outputs: Record<string, Record<string, unknown>>
  nodeIds: readonly string[]
}

/**
 * The content of `participant` and `nodes`: every field, null where it has no value, and every node, empty where it has
 * no outputs.
 */
export function codeInput({ fields, definitions, outputs, nodeIds }: CodeScope): object {
  return {
    participant: { ...Object.fromEntries(definitions.map(({ key }) => [key, null])), ...fields },
    nodes: { ...Object.fromEntries(nodeIds.map((id) => [id, {}])), ...outputs },
  }
}

/** Runs the code of a step for one participant. `key` seeds the random numbers: the same key gives the same numbers. */
export async function executeCode(
  deps: Pick<Deps, 'code' | 'clock'>,
  { source, input, key, owner }: { source: string; input: object; key: string; owner: WorkOwner },
): Promise<Result<FieldValues, Issue>> {
  const task = {
    source,
    input: JSON.stringify(input),
    now: deps.clock.now().getTime(),
    seed: createHash('sha256').update(key).digest().readInt32LE(),
  }
  const outcome = await deps.code.run(task, owner)
  if ('fault' in outcome) return err(codeIssue(outcome.fault))
  if ('isReadable' in outcome) throw new Error('the code was only read')
  return readCodeResult(outcome.result)
}
