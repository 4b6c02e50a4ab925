import type { Issue } from '../messages/issue.ts'
import { coerceField, describeValue } from './coerce-field.ts'
import type { FieldDefinition, FieldValues } from './field-type.ts'

/**
 * The fields that a mapping writes, of their types, to be merged over what the person has. What nothing means is the same
 * wherever a value comes from (a reply, an event, a survey, a callback, a step of the journey):
 *
 * - undefined: the value was not sent, and the field keeps what it has;
 * - null or an empty text: the value was sent and is nothing, and the field is emptied;
 * - a value that does not fit the field, or a field that is not defined: the field keeps what it has, and an issue says why.
 */
export function writeFields(
  definitions: readonly FieldDefinition[],
  changes: Readonly<Record<string, unknown>>,
): { fields: FieldValues; issues: Issue[] } {
  const fields: FieldValues = {}
  const issues: Issue[] = []
  for (const [key, raw] of Object.entries(changes)) {
    if (raw === undefined) continue
    const definition = definitions.find((candidate) => candidate.key === key)
    if (!definition) {
      issues.push({ code: 'field.unknown', severity: 'warning', path: [key], params: { field: describeValue(key) } })
      continue
    }
    const coerced = coerceField(raw, definition)
    if (coerced.ok) fields[key] = coerced.value
    else issues.push(coerced.error)
  }
  return { fields, issues }
}
