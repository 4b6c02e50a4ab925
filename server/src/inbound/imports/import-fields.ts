import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import type { EnrollTarget } from '../../engine/enrollments/enroll-target.ts'
import type { ImportPurpose } from './import.table.ts'

/** What columns can be mapped to: all fields of the journey, or those an exclusion is recognised by. */
export function importFields(
  target: Pick<EnrollTarget, 'fields' | 'uniqueBy'>,
  purpose: ImportPurpose,
): FieldDefinition[] {
  return target.fields
    .filter(({ key }) => purpose === 'participants' || target.uniqueBy.includes(key))
    .map((field) => (target.uniqueBy.includes(field.key) ? { ...field, required: true } : field))
}
