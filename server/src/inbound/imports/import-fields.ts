import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import type { EnrollTarget } from '../../engine/enrollments/enroll-target.ts'
import type { ImportPurpose } from './import.table.ts'

/** The fields to which columns can be mapped: all fields of the journey, or those that identify an exclusion. */
export function importFields(
  target: Pick<EnrollTarget, 'fields' | 'uniqueBy'>,
  purpose: ImportPurpose,
): FieldDefinition[] {
  return target.fields
    .filter(({ key }) => purpose === 'participants' || target.uniqueBy.includes(key))
    .map((field) => (target.uniqueBy.includes(field.key) ? { ...field, required: true } : field))
}
