import { isSecret } from '@tabiji/shared/auth/secret-names.ts'
import { coerceField } from '@tabiji/shared/values/coerce-field.ts'
import type { FieldType, FieldValue } from '@tabiji/shared/values/field-type.ts'
import { isObject, type Json, type JsonObject, listOf, textOf } from '../documents/open-api-document.ts'
import { sampleOfPattern } from './sample-of-pattern.ts'

/** The JSON type of a schema. `null` beside another type only means that the value may be absent. */
export function typeOf(schema: JsonObject): string {
  const { type } = schema
  const named = Array.isArray(type) ? type.find((one) => one !== 'null') : type
  if (typeof named === 'string') return named
  if (isObject(schema['properties']) || schema['additionalProperties'] !== undefined) return 'object'
  if (schema['items'] !== undefined) return 'array'
  const example = schema['const'] ?? schema['default'] ?? schema['example'] ?? listOf(schema['enum'])[0]
  return example === undefined || example === null ? '' : Array.isArray(example) ? 'array' : typeof example
}

const formats = new Map<string, FieldType>([
  ['date', 'date'],
  ['date-time', 'dateTime'],
  ['email', 'email'],
  ['uri', 'url'],
  ['url', 'url'],
])

export function fieldTypeOf(schema: JsonObject): FieldType {
  const type = typeOf(schema)
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'boolean') return 'boolean'
  if (type === 'array') return 'list'
  return formats.get(textOf(schema['format'])) ?? 'text'
}

/** A value without an alternative. It needs no token. */
export function constantOf(schema: JsonObject): string | number | boolean | undefined {
  const options = listOf(schema['enum']).filter((option) => option !== null)
  const value = schema['const'] ?? (options.length === 1 ? options[0] : undefined)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined
}

/**
 * A sample value for tests: the document's own example where it fits the schema, otherwise a made-up value that fits.
 */
export function sampleOf(schema: JsonObject, examples: readonly (Json | undefined)[], type: FieldType): FieldValue {
  const own = [
    ...examples,
    schema['example'],
    ...listOf(schema['examples']),
    schema['default'],
    ...listOf(schema['enum']),
  ]
  for (const candidate of own) {
    if (candidate === undefined || candidate === null || !fits(schema, candidate)) continue
    if (typeof candidate === 'string' && isSecret('field', '', candidate)) continue
    const value = Array.isArray(candidate) ? candidate.filter(isScalar) : candidate
    if (!isScalar(value) && !Array.isArray(value)) continue
    const coerced = coerceField(value, { key: 'sample', type })
    if (coerced.ok && coerced.value !== null) return coerced.value
  }
  return exampleValueOf(schema, type)
}

function isScalar(value: Json): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** Checks an example against the schema, without running a regular expression from the document. */
function fits(schema: JsonObject, value: Json): boolean {
  const type = typeOf(schema)
  const options = listOf(schema['enum'])
  if (options.length > 0 && !options.includes(value)) return false
  if (type === 'string') {
    const least = numberOf(schema['minLength']) ?? 0
    const most = numberOf(schema['maxLength']) ?? 5000
    return typeof value === 'string' && value.length >= least && value.length <= most && schema['pattern'] === undefined
  }
  if (type === 'integer' || type === 'number') {
    if (typeof value !== 'number' || (type === 'integer' && !Number.isInteger(value))) return false
    return value >= lowest(schema) && value <= highest(schema)
  }
  if (type === 'boolean') return typeof value === 'boolean'
  if (type === 'array') return Array.isArray(value) && value.every(isScalar)
  return type === '' && isScalar(value)
}

/** A made-up value that fits the schema. */
export function exampleValueOf(schema: JsonObject, type: FieldType): FieldValue {
  if (type === 'boolean') return true
  if (type === 'number') {
    const step = numberOf(schema['multipleOf']) ?? 0
    const value = Math.min(Math.max(1, lowest(schema)), highest(schema))
    return step > 0 ? Math.ceil(value / step) * step : typeOf(schema) === 'integer' ? Math.ceil(value) : value
  }
  return madeUpText(schema, type)
}

const madeTexts = new Map([
  ['date', '2026-01-31'],
  ['date-time', '2026-01-31T09:00:00Z'],
  ['email', 'customer001@example.com'],
  ['uri', 'https://example.com/1'],
  ['url', 'https://example.com/1'],
  ['uuid', '00000000-0000-4000-8000-000000000001'],
  ['ipv4', '192.0.2.1'],
  ['ipv6', '2001:db8::1'],
  ['hostname', 'example.com'],
  ['time', '09:00:00Z'],
  ['byte', 'YQ=='],
])

function madeUpText(schema: JsonObject, type: FieldType): string {
  const format = madeTexts.get(textOf(schema['format'])) ?? (type === 'text' ? undefined : madeTexts.get(type))
  const least = Math.min(numberOf(schema['minLength']) ?? 0, 5000)
  const most = numberOf(schema['maxLength']) ?? Infinity
  const pattern = textOf(schema['pattern'])
  const patterned = pattern === '' ? null : sampleOfPattern(pattern, least)
  const text = patterned ?? format ?? 'sample'
  return text.padEnd(least, 'x').slice(0, most)
}

function lowest(schema: JsonObject): number {
  const { minimum, exclusiveMinimum } = schema
  const step = typeOf(schema) === 'integer' ? 1 : 0.01
  if (typeof exclusiveMinimum === 'number') return exclusiveMinimum + step
  if (typeof minimum === 'number') return exclusiveMinimum === true ? minimum + step : minimum
  return -Infinity
}

function highest(schema: JsonObject): number {
  const { maximum, exclusiveMaximum } = schema
  const step = typeOf(schema) === 'integer' ? 1 : 0.01
  if (typeof exclusiveMaximum === 'number') return exclusiveMaximum - step
  if (typeof maximum === 'number') return exclusiveMaximum === true ? maximum - step : maximum
  return Infinity
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
