import { fieldTypes, isEmptyValue, type FieldType, type FieldValue } from '../values/field-type.ts'
import { normalizeEmail } from '../values/email-address.ts'
import { parseInstant, type Instant } from '../time/instant.ts'
import {
  nextChangeAfter,
  includesInstant,
  spanOfAfter,
  spanOfBefore,
  spanOfWithinLast,
  type TimeSpan,
} from './time-span.ts'
import { isOffset, type Operand, type OperandKind } from './operand.ts'

export type OperatorContext = { now: Instant; timeZone: string; type: FieldType }

export type OperatorDefinition = {
  title: { en: string; ja: string }
  /** Field types that it can be used with. */
  types: readonly FieldType[]
  operand: OperandKind
  /** The result for a field without a value. */
  whenMissing: boolean
  /** `evaluateCondition` has ensured that value and operand have the right types. */
  evaluate: (value: FieldValue, operand: Operand, context: OperatorContext) => boolean
  /** The next instant at which time alone changes the result; absent = never. */
  changesAt?: (value: FieldValue, operand: Operand, context: OperatorContext) => Instant | null
}

const texts = ['text', 'email', 'url'] as const
const moments = ['date', 'dateTime'] as const
const ordered = ['number', ...moments] as const
const single = [...texts, ...ordered, 'select'] as const
const several = ['multiSelect', 'list'] as const

export const operators = {
  eq: {
    title: { en: 'is', ja: 'が次と等しい' },
    types: [...single, 'boolean'],
    operand: 'one',
    whenMissing: false,
    evaluate: (value, operand, { type }) => comparable(value, type) === comparable(operand, type),
  },
  neq: {
    title: { en: 'is not', ja: 'が次と等しくない' },
    types: [...single, 'boolean'],
    operand: 'one',
    whenMissing: true,
    evaluate: (value, operand, { type }) => comparable(value, type) !== comparable(operand, type),
  },
  gt: {
    title: { en: 'is more than', ja: 'が次より大きい' },
    types: ordered,
    operand: 'one',
    whenMissing: false,
    evaluate: (value, operand, { type }) => comparable(value, type) > comparable(operand, type),
  },
  gte: {
    title: { en: 'is at least', ja: 'が次以上' },
    types: ordered,
    operand: 'one',
    whenMissing: false,
    evaluate: (value, operand, { type }) => comparable(value, type) >= comparable(operand, type),
  },
  lt: {
    title: { en: 'is less than', ja: 'が次より小さい' },
    types: ordered,
    operand: 'one',
    whenMissing: false,
    evaluate: (value, operand, { type }) => comparable(value, type) < comparable(operand, type),
  },
  lte: {
    title: { en: 'is at most', ja: 'が次以下' },
    types: ordered,
    operand: 'one',
    whenMissing: false,
    evaluate: (value, operand, { type }) => comparable(value, type) <= comparable(operand, type),
  },
  between: {
    title: { en: 'is between', ja: 'が次の範囲内' },
    types: ordered,
    operand: 'pair',
    whenMissing: false,
    evaluate: (value, operand, { type }) => {
      const [low, high] = itemsOf(operand)
      const actual = comparable(value, type)
      return actual >= comparable(low, type) && actual <= comparable(high, type)
    },
  },
  contains: {
    title: { en: 'contains', ja: 'が次を含む' },
    types: texts,
    operand: 'one',
    whenMissing: false,
    evaluate: (value, operand, { type }) => textOf(value, type).includes(textOf(operand, type)),
  },
  startsWith: {
    title: { en: 'starts with', ja: 'が次で始まる' },
    types: texts,
    operand: 'one',
    whenMissing: false,
    evaluate: (value, operand, { type }) => textOf(value, type).startsWith(textOf(operand, type)),
  },
  endsWith: {
    title: { en: 'ends with', ja: 'が次で終わる' },
    types: texts,
    operand: 'one',
    whenMissing: false,
    evaluate: (value, operand, { type }) => textOf(value, type).endsWith(textOf(operand, type)),
  },
  in: {
    title: { en: 'is one of', ja: 'が次のいずれか' },
    types: single,
    operand: 'many',
    whenMissing: false,
    evaluate: (value, operand, { type }) => isAmong(value, operand, type),
  },
  notIn: {
    title: { en: 'is none of', ja: 'が次のいずれでもない' },
    types: single,
    operand: 'many',
    whenMissing: true,
    evaluate: (value, operand, { type }) => !isAmong(value, operand, type),
  },
  isEmpty: {
    title: { en: 'has no value', ja: 'に値がない' },
    types: fieldTypes,
    operand: 'none',
    whenMissing: true,
    evaluate: (value) => isEmptyValue(value),
  },
  isNotEmpty: {
    title: { en: 'has a value', ja: 'に値がある' },
    types: fieldTypes,
    operand: 'none',
    whenMissing: false,
    evaluate: (value) => !isEmptyValue(value),
  },
  before: {
    title: { en: 'is before', ja: 'が次より前' },
    types: moments,
    operand: 'moment',
    whenMissing: false,
    ...trueDuring((value, operand, timeZone) => spanOfBefore(value, operand, timeZone)),
  },
  after: {
    title: { en: 'is after', ja: 'が次より後' },
    types: moments,
    operand: 'moment',
    whenMissing: false,
    ...trueDuring((value, operand, timeZone) => spanOfAfter(value, operand, timeZone)),
  },
  withinLast: {
    title: { en: 'is within the last', ja: 'が次の期間内（過去）' },
    types: moments,
    operand: 'duration',
    whenMissing: false,
    ...trueDuring((value, operand, timeZone) => {
      if (!isOffset(operand)) throw new Error(`withinLast needs a duration, not ${JSON.stringify(operand)}`)
      return spanOfWithinLast(value, operand, timeZone)
    }),
  },
  includesAny: {
    title: { en: 'includes any of', ja: 'が次のいずれかを含む' },
    types: several,
    operand: 'many',
    whenMissing: false,
    evaluate: (value, operand) => itemsOf(operand).some((item) => itemsOf(value).includes(item)),
  },
  includesAll: {
    title: { en: 'includes all of', ja: 'が次のすべてを含む' },
    types: several,
    operand: 'many',
    whenMissing: false,
    evaluate: (value, operand) => itemsOf(operand).every((item) => itemsOf(value).includes(item)),
  },
} as const satisfies Record<string, OperatorDefinition>

export type OperatorName = keyof typeof operators

export const operatorNames = Object.keys(operators) as [OperatorName, ...OperatorName[]]

/** The operators for fields of this type, in the order of lists. */
export function operatorsFor(type: FieldType): OperatorName[] {
  return operatorNames.filter((name) => operatorNamed(name).types.includes(type))
}

export function operatorNamed(name: OperatorName): OperatorDefinition {
  const operator: OperatorDefinition | undefined = Object.hasOwn(operators, name) ? operators[name] : undefined
  if (!operator) throw new Error(`Unknown operator ${JSON.stringify(name)}`)
  return operator
}

function trueDuring(
  spanOf: (value: string, operand: Operand, timeZone: string) => TimeSpan,
): Required<Pick<OperatorDefinition, 'evaluate' | 'changesAt'>> {
  return {
    evaluate: (value, operand, { now, timeZone }) => includesInstant(spanOf(String(value), operand, timeZone), now),
    changesAt: (value, operand, { now, timeZone }) => nextChangeAfter(spanOf(String(value), operand, timeZone), now),
  }
}

// E-mail addresses are compared without regard to case, everything else exactly.
function comparable(value: Operand | undefined, type: FieldType): string | number | boolean {
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(value)} cannot be compared as ${type}`)
  if (type === 'dateTime') return parseInstant(value) ?? Number.NaN
  return type === 'email' ? normalizeEmail(value).toLowerCase() : value
}

function textOf(value: Operand, type: FieldType): string {
  return String(comparable(value, type))
}

function isAmong(value: FieldValue, operand: Operand, type: FieldType): boolean {
  const actual = comparable(value, type)
  return itemsOf(operand).some((item) => comparable(item, type) === actual)
}

function itemsOf(value: Operand): (string | number | boolean)[] {
  if (!Array.isArray(value)) throw new Error(`${JSON.stringify(value)} is not a list`)
  return value
}
