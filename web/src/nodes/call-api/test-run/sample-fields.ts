import type { TokenDefinition } from '@tabiji/shared/http-call/action/external-action.ts'
import { coerceFields } from '@tabiji/shared/values/coerce-field.ts'
import type { FieldDefinition, FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { DraftConfig } from '../../definition/define-node-view.tsx'

/** Initial values for a test: the sample of each token that is mapped to a plain field and fits its type. */
export function sampleFields(
  tokens: readonly TokenDefinition[],
  mappings: NonNullable<DraftConfig<'callApi'>['tokens']>,
  fields: readonly FieldDefinition[],
): FieldValues {
  const values: FieldValues = {}
  for (const { name, sample } of tokens) {
    const mapping = mappings[name]
    if (sample === undefined || mapping?.from !== 'field') continue
    const field = fields.find(({ key }) => key === mapping.field)
    if (!field || Object.hasOwn(values, field.key)) continue
    const read = coerceFields({ [field.key]: sample }, [{ ...field, required: false }])
    const value = read.values[field.key]
    if (read.issues.length === 0 && value !== undefined) values[field.key] = value
  }
  return values
}
