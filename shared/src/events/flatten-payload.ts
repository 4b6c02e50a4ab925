import { fieldValue, type FieldValue, type FieldValues } from '../values/field-type.ts'
import { isStorable } from '../kernel/storable-text.ts'

/** `order.items.0.sku`: the names and positions that lead to a value, joined by dots. */
export type PayloadPath = string

const maxDepth = 20
const maxKeys = 2000
const maxSignalBytes = 16_384
const maxSignalText = 1000

/**
 * Flattens a payload into one record of paths and plain values, for conditions and field mappings. A list of plain
 * values stays a list. Left out: what PostgreSQL cannot store, and what exceeds the limits of depth and number.
 */
export function flattenPayload(payload: unknown): FieldValues {
  const flat: FieldValues = {}
  let keys = 0
  const put = (path: string[], value: FieldValue) => {
    const key = path.join('.')
    if (Object.hasOwn(flat, key) || keys === maxKeys) return
    flat[key] = value
    keys++
  }
  const walk = (value: unknown, path: string[]) => {
    if (keys === maxKeys || path.length > maxDepth) return
    if (isPlain(value)) {
      if (path.length > 0 && isKept(value)) put(path, value)
    } else if (Array.isArray(value)) {
      if (path.length > 0 && value.every((item) => item !== null && isPlain(item) && isKept(item))) put(path, value)
      else for (const [index, item] of value.entries()) walk(item, [...path, String(index)])
    } else if (typeof value === 'object' && value !== null) {
      // The key `__proto__` would change the prototype of the record.
      for (const [key, child] of Object.entries(value))
        if (key !== '__proto__' && isStorable(key)) walk(child, [...path, key])
    }
  }
  walk(payload, [])
  return flat
}

/**
 * The part of an event's payload that is stored. The topic always comes from the endpoint, whatever the payload
 * contains.
 */
export function signalPayload({ topic: _theirs, ...flat }: FieldValues, topic: string): FieldValues {
  return { topic, ...boundedPayload(flat) }
}

/**
 * The part of a flat payload that is kept with each signal: every person an event is about gets a copy, so it is bounded. Long
 * texts are left out rather than cut, because half a text would compare equal to something that was never sent. What is `wanted`
 * comes first, may be as long as all of it together, and may be null, which is not the same as left out.
 */
export function boundedPayload(flat: FieldValues, wanted: readonly PayloadPath[] = []): FieldValues {
  const kept: FieldValues = {}
  const firsts = new Set(wanted.filter((path) => Object.hasOwn(flat, path)))
  let bytes = 0
  for (const path of new Set([...firsts, ...Object.keys(flat)])) {
    const value = fieldValue(flat, path)
    if (value === null && !firsts.has(path)) continue
    if (typeof value === 'string' && value.length > maxSignalText && !firsts.has(path)) continue
    const size = path.length + JSON.stringify(value).length + 4
    if (bytes + size > maxSignalBytes) {
      if (firsts.has(path)) continue
      break
    }
    bytes += size
    kept[path] = value
  }
  return kept
}

function isPlain(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function isKept(value: FieldValue): boolean {
  return typeof value !== 'string' || isStorable(value)
}
