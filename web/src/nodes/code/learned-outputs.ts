import { typeOfResult } from '@tabiji/shared/code/read-code-result.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { DraftConfig } from '../definition/define-node-view.tsx'

type Outputs = NonNullable<DraftConfig<'code'>['outputs']>

/**
 * The keys that code is known to return after a run. Another run of the same code adds to them, since it may return others for
 * somebody else; a run of changed code begins anew.
 */
export function learnedOutputs(values: FieldValues, before: Outputs, isSameCode: boolean): Outputs {
  const kept = isSameCode ? before : []
  const found = Object.entries(values).map(([name, value]) => ({
    name,
    type: typeOfResult(value),
    isEmpty: value === null,
  }))
  return [
    ...kept.map((output) => {
      const again = found.find(({ name }) => name === output.name)
      // Without a value nothing says of which type it would be.
      return again && !again.isEmpty ? { name: output.name, type: again.type } : output
    }),
    ...found
      .filter(({ name }) => !kept.some((output) => output.name === name))
      .map(({ name, type }) => ({ name, type })),
  ]
}
