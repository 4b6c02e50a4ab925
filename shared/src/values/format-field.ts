import type { FieldValue } from './field-type.ts'

/** The plain text of a value, which `coerceField` can read back. Lists are joined by `;`. */
export function formatField(value: FieldValue | undefined): string {
  if (value === null || value === undefined) return ''
  return Array.isArray(value) ? value.join(';') : String(value)
}
