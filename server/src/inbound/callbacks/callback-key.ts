import { createHash } from 'node:crypto'
import type { FieldValue } from '@tabiji/shared/values/field-type.ts'

/** Where a callback says which call it is about, and what it says there. */
export type CallbackKey = { path: string; keyHash: string }

/** How a value that names a call is looked up; null for what names nothing. The same id may be a number here and a text there. */
export function callbackKeyHash(value: FieldValue | undefined): string | null {
  const text = callbackKeyText(value)
  return text === null ? null : createHash('sha256').update(text).digest('base64url')
}

export function callbackKeyText(value: FieldValue | undefined): string | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  return text === '' ? null : text
}
