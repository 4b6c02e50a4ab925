import { z } from 'zod'
import type { FieldType, FieldValue } from '../values/field-type.ts'
import { parseDate } from '../time/calendar.ts'
import { offsetSchema, type Offset } from '../time/duration.ts'
import { parseInstant } from '../time/instant.ts'

/**
 * The value that a field is compared with. An offset is an instant relative to now; for `withinLast` it is a duration.
 */
export type Operand = FieldValue | Offset

export const operandSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string(), z.number(), z.boolean()])).max(1000),
  offsetSchema,
])

export const operandKinds = ['none', 'one', 'pair', 'many', 'moment', 'duration'] as const

/**
 * `one`, `pair`, `many`: values of the field's own type. `moment`: a date, an instant, `"now"` or an offset from now.
 * `duration`: a duration greater than zero.
 */
export type OperandKind = (typeof operandKinds)[number]

export function isOffset(operand: Operand | undefined): operand is Offset {
  return typeof operand === 'object' && operand !== null && !Array.isArray(operand)
}

export function isMissingOperand(operand: Operand | undefined): boolean {
  return operand === undefined || operand === null || operand === '' || (Array.isArray(operand) && operand.length === 0)
}

/** Whether an operand has the kind that an operator needs, for a field of this type. Nothing is converted. */
export function fitsOperand(kind: OperandKind, operand: Operand, type: FieldType): boolean {
  const fits: Record<OperandKind, () => boolean> = {
    none: () => true,
    one: () => isOfType(operand, type),
    pair: () => Array.isArray(operand) && operand.length === 2 && operand.every((item) => isOfType(item, type)),
    many: () => Array.isArray(operand) && operand.length > 0 && operand.every((item) => isItemOf(item, type)),
    moment: () => operand === 'now' || isOffset(operand) || isMoment(operand, type),
    duration: () => isOffset(operand) && operand.amount > 0,
  }
  return fits[kind]()
}

/** A valid operand as an example in an issue; the same in every language. */
export function exampleOperand(kind: OperandKind, type: FieldType): string {
  const one = examples[type]
  const shown: Record<OperandKind, string> = {
    none: '',
    one,
    pair: `[${one}, ${one}]`,
    many: `[${one}]`,
    moment: `${one}, "now", {"amount": 7, "unit": "days"}`,
    duration: '{"amount": 7, "unit": "days"}',
  }
  return shown[kind]
}

export function isOfType(value: unknown, type: FieldType): boolean {
  return typeChecks[type](value)
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isScalar = (value: unknown) => isText(value) || typeof value === 'boolean' || Number.isFinite(value)

const typeChecks: Record<FieldType, (value: unknown) => boolean> = {
  text: isText,
  number: (value) => Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => isText(value) && parseDate(value) !== null,
  dateTime: (value) => isText(value) && parseInstant(value) !== null,
  email: isText,
  url: isText,
  select: isText,
  multiSelect: (value) => Array.isArray(value) && value.every(isText),
  list: (value) => Array.isArray(value) && value.every(isScalar),
}

function isItemOf(value: unknown, type: FieldType): boolean {
  if (type === 'list') return isScalar(value)
  return isOfType(value, type === 'multiSelect' ? 'text' : type)
}

const examples: Record<FieldType, string> = {
  text: '"abc"',
  number: '9',
  boolean: 'true',
  date: '"2026-11-22"',
  dateTime: '"2026-11-22T09:00:00+09:00"',
  email: '"name@example.com"',
  url: '"https://example.com"',
  select: '"abc"',
  multiSelect: '"abc"',
  list: '"abc"',
}

function isMoment(operand: Operand, type: FieldType): boolean {
  return isOfType(operand, 'date') || (type === 'dateTime' && isOfType(operand, 'dateTime'))
}
