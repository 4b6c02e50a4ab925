import { fieldValue, isEmptyValue, type FieldValue, type FieldValues } from '../field/field-type.ts'
import { formatField } from '../field/format-field.ts'
import type { Issue } from '../issue.ts'
import { err, ok, type Result } from '../result.ts'

// An index entry of PostgreSQL holds about 2,700 bytes, and a character takes up to four.
export const maxKeyLength = 500

/**
 * The text by which a participant is told apart in a journey: the values of the fields it is unique by. Addresses are the
 * same in any case; other values, such as ids, are not.
 */
export function participantKey(values: FieldValues, uniqueBy: readonly string[]): Result<string, Issue> {
  const parts: string[] = []
  for (const field of uniqueBy) {
    const value = fieldValue(values, field)
    if (isEmptyValue(value)) {
      return err({ code: 'participant.keyMissing', severity: 'error', path: [field], params: { field } })
    }
    parts.push(normalize(value))
  }
  const key = parts.length === 1 ? (parts[0] ?? '') : parts.map(escapeBar).join('|')
  if (key.length <= maxKeyLength) return ok(key)
  const params = { length: key.length, limit: maxKeyLength }
  return err({ code: 'participant.keyTooLong', severity: 'error', path: [uniqueBy[0] ?? ''], params })
}

function normalize(value: FieldValue): string {
  const text = formatField(value).trim().normalize('NFC')
  return text.includes('@') ? text.toLowerCase() : text
}

// Keeps ("a|b", "c") and ("a", "b|c") apart.
function escapeBar(part: string): string {
  return part.replace(/[\\|]/g, '\\$&')
}
