import type { Issue, IssueCode } from '../messages/issue.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { isStorable } from '../kernel/storable-text.ts'
import { parseDate } from '../time/calendar.ts'
import { formatInstant, parseInstant } from '../time/instant.ts'
import { isEmail, normalizeEmail } from './email-address.ts'
import {
  fieldValue,
  isEmptyValue,
  type FieldDefinition,
  type FieldType,
  type FieldValue,
  type FieldValues,
} from './field-type.ts'

export const maxTextLength = 65_536

type Scalar = string | number | boolean
type Coercion = (raw: unknown, definition: FieldDefinition) => Result<FieldValue, Issue>

/**
 * Converts a raw value (of a CSV cell, a REST body, a reply) to the field's type, or returns the reason why it does not
 * fit. Does not check `required`: an absent value is null.
 */
export function coerceField(raw: unknown, definition: FieldDefinition): Result<FieldValue, Issue> {
  if (raw === null || raw === undefined) return ok(null)
  if (typeof raw === 'string') {
    if (raw.trim() === '') return ok(null)
    if (raw.length > maxTextLength) {
      return refuse('field.tooLong', definition, raw, { length: raw.length, limit: maxTextLength })
    }
    if (!isStorable(raw)) return refuse('field.unstorable', definition, raw)
  }
  return coercions[definition.type](raw, definition)
}

/** Values of all fields, with an issue for each that is refused, missing though required, or not a field. */
export function coerceFields(
  raw: Record<string, unknown>,
  definitions: readonly FieldDefinition[],
): { values: FieldValues; issues: Issue[] } {
  const values: FieldValues = {}
  const issues: Issue[] = []
  for (const definition of definitions) {
    const result = coerceField(Object.hasOwn(raw, definition.key) ? raw[definition.key] : null, definition)
    if (!result.ok) {
      issues.push(result.error)
      continue
    }
    if (definition.required && isEmptyValue(result.value)) {
      issues.push(requiredIssue(definition))
      continue
    }
    values[definition.key] = result.value
  }
  const known = new Set(definitions.map((definition) => definition.key))
  for (const key of Object.keys(raw)) {
    if (known.has(key)) continue
    issues.push({ code: 'field.unknown', severity: 'warning', path: [key], params: { field: shorten(key) } })
  }
  return { values, issues }
}

/** Issues for required fields without a value, for values that were coerced one by one. */
export function checkRequired(values: FieldValues, definitions: readonly FieldDefinition[]): Issue[] {
  return definitions
    .filter((definition) => definition.required && isEmptyValue(fieldValue(values, definition.key)))
    .map(requiredIssue)
}

const coercions: Record<FieldType, Coercion> = {
  text: (raw, definition) => {
    if (typeof raw === 'string') return ok(raw)
    // Many replies send ids as numbers. Writing one as text loses nothing.
    if (typeof raw === 'number' && Number.isFinite(raw)) return ok(String(raw))
    if (typeof raw === 'boolean') return ok(String(raw))
    return refuse('field.type', definition, raw, { type: 'text' })
  },

  number: (raw, definition) => {
    if (typeof raw === 'number') {
      // -0 would be stored as 0, and an audit would then show a difference.
      return Number.isFinite(raw) ? ok(raw === 0 ? 0 : raw) : refuse('field.number', definition, raw)
    }
    if (typeof raw !== 'string') return refuse('field.number', definition, raw)
    // A Japanese keyboard enters full-width digits.
    const text = raw.normalize('NFKC').trim()
    if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text)) {
      const value = Number(text)
      if (!Number.isFinite(value)) return refuse('field.number', definition, raw)
      if (isImprecise(text, value)) return refuse('field.numberPrecision', definition, raw)
      return ok(value === 0 ? 0 : value)
    }
    const isSeparated = /^[+-]?\d[\d.,'’ _]*\d$/.test(text)
    return refuse(isSeparated ? 'field.numberSeparator' : 'field.number', definition, raw)
  },

  boolean: (raw, definition) => {
    if (typeof raw === 'boolean') return ok(raw)
    if (raw === 1 || raw === 0) return ok(raw === 1)
    const word = typeof raw === 'string' ? booleanWords.get(raw.trim().toLowerCase()) : undefined
    return word === undefined ? refuse('field.boolean', definition, raw) : ok(word)
  },

  date: (raw, definition) => {
    const text = typeof raw === 'string' ? raw.trim() : ''
    return parseDate(text) === null ? refuse('field.date', definition, raw) : ok(text)
  },

  dateTime: (raw, definition) => {
    if (typeof raw !== 'string') return refuse('field.dateTime', definition, raw)
    const text = raw.trim()
    const instant = parseInstant(text)
    if (instant !== null) return ok(formatInstant(instant))
    const lacksZone = parseInstant(`${text.replace(' ', 'T')}Z`) !== null
    return refuse(lacksZone ? 'field.dateTimeZone' : 'field.dateTime', definition, raw)
  },

  email: (raw, definition) => {
    const text = typeof raw === 'string' ? normalizeEmail(raw) : ''
    return isEmail(text) ? ok(text) : refuse('field.email', definition, raw)
  },

  url: (raw, definition) => {
    const text = typeof raw === 'string' ? raw.trim() : ''
    return /^https?:\/\/[^\s/?#\\@]+([/?#][^\s\\]*)?$/i.test(text) && !hasControl(text)
      ? ok(text)
      : refuse('field.url', definition, raw)
  },

  select: (raw, definition) => {
    if (typeof raw !== 'string') return refuse('field.type', definition, raw, { type: 'select' })
    return checkOption(raw.trim(), definition)
  },

  multiSelect: (raw, definition) => {
    const items = itemsOf(raw)
    if (!items) return refuse('field.list', definition, raw)
    const chosen: string[] = []
    for (const item of items) {
      if (typeof item !== 'string' || !isStorable(item)) return refuse('field.list', definition, item)
      const option = checkOption(item.trim(), definition)
      if (!option.ok) return option
      if (!chosen.includes(option.value)) chosen.push(option.value)
    }
    return ok(chosen)
  },

  list: (raw, definition) => {
    const items = itemsOf(raw)
    if (!items) return refuse('field.list', definition, raw)
    for (const item of items) {
      const isScalar =
        typeof item === 'string' || typeof item === 'boolean' || (typeof item === 'number' && Number.isFinite(item))
      if (!isScalar) return refuse('field.list', definition, item)
      if (typeof item === 'string' && !isStorable(item)) return refuse('field.unstorable', definition, item)
    }
    return ok(items as Scalar[])
  },
}

const booleanWords = new Map<string, boolean>([
  ['true', true],
  ['yes', true],
  ['y', true],
  ['1', true],
  ['はい', true],
  ['false', false],
  ['no', false],
  ['n', false],
  ['0', false],
  ['いいえ', false],
])

function itemsOf(raw: unknown): unknown[] | null {
  if (Array.isArray(raw)) return raw
  if (typeof raw !== 'string') return null
  return raw
    .split(';')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function checkOption(text: string, definition: FieldDefinition): Result<string, Issue> {
  const options = definition.options ?? []
  if (options.length === 0 || options.includes(text)) return ok(text)
  return refuse('field.option', definition, text, { options: shorten(options.join(', '), 200) })
}

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text)
}

// Whether reading the text as a number changes its value, as happens to long ids.
function isImprecise(text: string, value: number): boolean {
  if (/^[+-]?\d+$/.test(text)) return BigInt(text) !== BigInt(value) && String(value) !== text
  const significant = text
    .replace(/e.*$/i, '')
    .replace(/\D/g, '')
    .replace(/^0+|0+$/g, '')
  return significant.length > 17
}

function requiredIssue(definition: FieldDefinition): Issue {
  return {
    code: 'field.required',
    severity: 'error',
    path: [definition.key],
    params: { field: definition.label ?? definition.key },
  }
}

function refuse(
  code: IssueCode,
  definition: FieldDefinition,
  raw: unknown,
  params: Record<string, string | number> = {},
): { ok: false; error: Issue } {
  return err({
    code,
    severity: 'error',
    path: [definition.key],
    params: { field: definition.label ?? definition.key, value: describeValue(raw), ...params },
  })
}

/** A short form of a value for an issue, never a whole document. */
export function describeValue(raw: unknown): string {
  if (typeof raw === 'string') return `"${shorten(raw)}"`
  if (raw === undefined) return 'undefined'
  return shorten(typeof raw === 'object' ? (JSON.stringify(raw) ?? '') : String(raw))
}

function shorten(text: string, limit = 60): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text
}
