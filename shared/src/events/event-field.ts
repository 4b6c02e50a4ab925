import { z } from 'zod'
import { coerceField } from '../values/coerce-field.ts'
import {
  fieldTypeSchema,
  fieldValueSchema,
  type FieldType,
  type FieldValue,
  type FieldValues,
} from '../values/field-type.ts'
import { flattenPayload } from './flatten-payload.ts'
import { splitPayload } from './split-payload.ts'

/** A value found in a real inbound event. */
export const eventFieldSchema = z.object({ path: z.string(), type: fieldTypeSchema, sample: fieldValueSchema })
export type EventField = z.infer<typeof eventFieldSchema>

const maxFields = 500
const maxSampleLength = 200

// The most specific first: an e-mail address is also a text.
const textTypes = ['email', 'url', 'dateTime', 'date'] as const satisfies readonly FieldType[]

/**
 * The values of a payload with the types they look like. With several participants, the first one with a value counts.
 */
export function inferFields(payload: unknown, fanOutPath: string | null): EventField[] {
  const found = new Map<string, FieldValue>()
  for (const item of splitPayload(payload, fanOutPath).slice(0, 20)) {
    for (const [path, value] of Object.entries(flattenPayload(item)))
      if ((found.get(path) ?? null) === null) found.set(path, value)
  }
  return [...found].slice(0, maxFields).map(([path, value]) => ({ path, type: typeOf(value), sample: shorten(value) }))
}

function typeOf(value: FieldValue): FieldType {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  if (Array.isArray(value)) return 'list'
  if (typeof value !== 'string') return 'text'
  return textTypes.find((type) => value.trim() !== '' && coerceField(value, { key: 'value', type }).ok) ?? 'text'
}

function shorten(value: FieldValue): FieldValue {
  if (Array.isArray(value)) return value.slice(0, 10)
  return typeof value === 'string' && value.length > maxSampleLength ? `${value.slice(0, maxSampleLength - 1)}…` : value
}

/** The accepted values that an event lacks, or has in a form that cannot be read as the accepted type. */
export type EventDrift = { missing: string[]; changed: string[] }

/** Null when every value in `used` is present as accepted. Unused values may come and go. */
export function findDrift(
  accepted: readonly EventField[],
  used: ReadonlySet<string>,
  received: FieldValues,
): EventDrift | null {
  const drift: EventDrift = { missing: [], changed: [] }
  for (const { path, type } of accepted) {
    if (!used.has(path)) continue
    if (!Object.hasOwn(received, path)) drift.missing.push(path)
    else if (!coerceField(received[path], { key: 'value', type }).ok) drift.changed.push(path)
  }
  return drift.missing.length + drift.changed.length === 0 ? null : drift
}
