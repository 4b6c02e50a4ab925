import { fieldValue, isEmptyValue, type FieldValue, type FieldValues } from '../values/field-type.ts'
import { formatField } from '../values/format-field.ts'

// An index entry of PostgreSQL holds about 2,700 bytes, and a character takes up to four.
const maxKeyLength = 500

/**
 * The text by which a participant is told apart in a journey: the values of the fields it is unique by, null when one of
 * them has no value. Addresses are the same in any case; other values, such as ids, are not.
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
  const text = formatField(value).trim().normalize('NFC')
  return text.includes('@') ? text.toLowerCase() : text
}

// Keeps ("a|b", "c") and ("a", "b|c") apart.
function escapeBar(part: string): string {
  return part.replace(/[\\|]/g, '\\$&')
}

// The beginning stays readable and searchable; the digest tells apart what begins alike.
function shorten(key: string): string {
  const digest = [0x811c9dc5, 0x01234567, 0x89abcdef].map((seed) => fnv1a(key, seed)).join('')
  return `${key.slice(0, maxKeyLength - digest.length - 1).replace(/[\uD800-\uDBFF]$/, '')}~${digest}`
}

function fnv1a(text: string, seed: number): string {
  let hash = seed
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  return hash.toString(16).padStart(8, '0')
}
