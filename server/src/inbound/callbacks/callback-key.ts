import { createHash } from 'node:crypto'
import type { FieldValue } from '@tabiji/shared/values/field-type.ts'

/** The payload path that names the call, and the hash of its value. */
export type CallbackKey = { path: string; keyHash: string }

/**
 * The hash by which a value that names a call is looked up; null for a value that names nothing. A number and a text with the
 * same characters give the same hash.
 */
export function callbackKeyHash(value: FieldValue | undefined): string | null {
  const text = callbackKeyText(value)
  return text === null ? null : createHash('sha256').update(text).digest('base64url')
}

export function callbackKeyText(value: FieldValue | undefined): string | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  return text === '' ? null : text
}
