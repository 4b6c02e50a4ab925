import type { FieldDefinition, FieldValue } from '@tabiji/shared/values/field-type.ts'
import type { TFunction } from 'i18next'
import type { Format } from '../../../lib/format/format.ts'

/** A participant's value as shown; empty when there is none. */
export function formatValue(
  value: FieldValue | undefined,
  definition: Pick<FieldDefinition, 'type'> | undefined,
  { format, t }: { format: Format; t: TFunction<'participants'> },
): string {
  if (value === undefined || value === null || value === '') return ''
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (Array.isArray(value)) return value.map(String).join(t('listComma'))
  // A number may be a year or a reference, so it gets no thousands separators.
  if (typeof value === 'number') return String(value)
  if (definition?.type === 'dateTime') return format.dateTime(value)
  return value
}
