import { fieldValue, isEmptyValue, type FieldValue, type FieldValues } from '../values/field-type.ts'
import { normalizeEmail, withoutInvisible } from '../values/email-address.ts'
import { formatField } from '../values/format-field.ts'

// An index entry of PostgreSQL holds about 2,700 bytes, and a character takes up to four.
const maxKeyLength = 500

/**
 * The text that identifies a participant in a journey: the values of the `uniqueBy` fields, null when one of them is
 * empty. E-mail addresses ignore case; other values, such as ids, do not.
 */
export function participantKey(values: FieldValues, uniqueBy: readonly string[]): string | null {
  const parts: string[] = []
  for (const field of uniqueBy) {
    const value = fieldValue(values, field)
    if (isEmptyValue(value)) return null
    parts.push(normalize(value))
  }
  if (parts.length === 0) return null
  const key = parts.length === 1 ? (parts[0] ?? '') : parts.map(escapeBar).join('|')
  return key.length <= maxKeyLength ? key : shorten(key)
}

function normalize(value: FieldValue): string {
  const text = withoutInvisible(formatField(value)).trim().normalize('NFC')
  const address = normalizeEmail(text)
  return address.includes('@') ? address.toLowerCase() : text
}

// Distinguishes ("a|b", "c") from ("a", "b|c").
function escapeBar(part: string): string {
  return part.replace(/[\\|]/g, '\\$&')
}

// The start stays readable and searchable; the digest distinguishes keys with the same start.
function shorten(key: string): string {
  const digest = [0x811c9dc5, 0x01234567, 0x89abcdef].map((seed) => fnv1a(key, seed)).join('')
  return `${key.slice(0, maxKeyLength - digest.length - 1).replace(/[\uD800-\uDBFF]$/, '')}~${digest}`
}

function fnv1a(text: string, seed: number): string {
  let hash = seed
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  return hash.toString(16).padStart(8, '0')
}
