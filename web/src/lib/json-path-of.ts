import type { FieldType } from '@tabiji/shared/values/field-type.ts'

/** The path from the root of a JSON document to a value. */
export type JsonSteps = readonly (string | number)[]

/** RFC 9535: `$.ticket.id`, `$.items[0]['odd key']`. */
export function jsonPathOf(steps: JsonSteps): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`
    return isShorthand(step) ? `${path}.${step}` : `${path}['${escapeName(step)}']`
  }, '$')
}

/** A name for a chosen value: its key, made unique among the taken names. */
export function outputNameOf(steps: JsonSteps, taken: ReadonlySet<string>): string {
  const keys = steps.filter((step) => typeof step === 'string')
  const words = (keys.at(-1) ?? '').normalize('NFKC').match(/[A-Za-z0-9]+/g) ?? []
  const joined = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
    .slice(0, 90)
  const base = joined === '' ? 'value' : /^\d/.test(joined) ? `value${joined}` : joined
  let name = base
  for (let number = 2; taken.has(name); number++) name = `${base}${number}`
  return name
}

/** The field type of a value; null when it does not fit any field. */
export function fieldTypeOf(value: unknown): FieldType | null {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  if (Array.isArray(value)) return value.every(isScalar) ? 'list' : null
  if (value === null) return 'text'
  if (typeof value !== 'string') return null
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return 'date'
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(value)) return 'dateTime'
  if (/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(value)) return 'email'
  if (/^https?:\/\/\S+$/.test(value)) return 'url'
  return 'text'
}

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)

const escapes: Record<string, string> = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' }

function escapeCode(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
}

function isShorthand(name: string): boolean {
  return /^[A-Za-z_\u0080-\uD7FF\uE000-\u{10FFFF}][A-Za-z0-9_\u0080-\uD7FF\uE000-\u{10FFFF}]*$/u.test(name)
}

function escapeName(name: string): string {
  return name
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll(/\p{Cc}/gu, (character) => escapes[character] ?? escapeCode(character))
}
