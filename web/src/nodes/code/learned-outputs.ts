import { typeOfResult } from '@tabiji/shared/code/read-code-result.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { DraftConfig } from '../definition/define-node-view.tsx'

type Outputs = NonNullable<DraftConfig<'code'>['outputs']>

/**
 * The keys that code returned when it was tried. Another try of the same code adds keys, because it may return others
 * for another participant. A try of changed code starts again.
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
      // An empty value does not show its type.
      return again && !again.isEmpty ? { name: output.name, type: again.type } : output
    }),
    ...found
      .filter(({ name }) => !kept.some((output) => output.name === name))
      .map(({ name, type }) => ({ name, type })),
  ]
}
