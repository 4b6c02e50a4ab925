import { z } from 'zod'
import type { SignalDeclaration } from '../effects/define-effect.ts'
import { type EffectSignal, effectSignals } from '../effects/effect.ts'
import type { FieldValue } from '../values/field-type.ts'
import type { IssuePath } from '../messages/issue.ts'
import type { Instant } from '../time/instant.ts'
import { operandSchema, type Operand } from './operand.ts'
import { operatorNames, type OperatorName } from './operators.ts'

/** Signals that come from outside, not from what a step does. */
const outsideSignals = {
  eventReceived: { title: { en: 'event received', ja: 'イベントを受信した' }, filters: ['topic', 'where'] },
} as const satisfies Record<string, SignalDeclaration>

export type SignalKind = EffectSignal | keyof typeof outsideSignals

export const signalDeclarations: { readonly [Kind in SignalKind]: SignalDeclaration } = {
  ...effectSignals,
  ...outsideSignals,
}
export const signalKinds = Object.keys(signalDeclarations) as [SignalKind, ...SignalKind[]]

export type Signal = {
  kind: SignalKind
  nodeId: string | null
  at: Instant
  payload?: Record<string, FieldValue>
}

export type { Operand }

export type FieldTest = { field: string; operator: OperatorName; value?: Operand | undefined }

/** Operators for a value of a payload. The value has the type that it arrived with. */
export const payloadOperators = [
  'eq',
  'neq',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'contains',
  'startsWith',
  'endsWith',
  'in',
  'notIn',
  'isEmpty',
  'isNotEmpty',
] as const satisfies readonly OperatorName[]

/** A bare value tests for equality. */
export type PayloadTest =
  | string
  | number
  | boolean
  | { operator: (typeof payloadOperators)[number]; value?: Operand | undefined }

/** True when a signal of this kind (and node) has a payload that passes each filter. */
export type SignalTest = {
  signal: SignalKind
  node?: string | undefined
  link?: string | undefined
  topic?: string | undefined
  status?: number | undefined
  outcome?: string | undefined
  /** By key of the payload. A nested value has a key with dots, `order.total`. */
  where?: Record<string, PayloadTest> | undefined
}

export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | FieldTest | SignalTest

export const maxConditionDepth = 10
const maxGroupSize = 100

const payloadTestSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.strictObject({ operator: z.enum(payloadOperators), value: operandSchema.optional() }),
])

/** Keyed by key of the payload. */
export const payloadTestsSchema = z.record(z.string(), payloadTestSchema)

const fieldTestSchema = z.strictObject({
  field: z.string(),
  operator: z.enum(operatorNames),
  value: operandSchema.optional(),
})

const signalTestSchema = z.strictObject({
  signal: z.enum(signalKinds),
  node: z.string().optional(),
  link: z.string().optional(),
  topic: z.string().optional(),
  status: z.number().int().optional(),
  outcome: z.string().optional(),
  where: payloadTestsSchema.optional(),
})

const treeSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(treeSchema).max(maxGroupSize) }),
    z.strictObject({ any: z.array(treeSchema).max(maxGroupSize) }),
    z.strictObject({ not: treeSchema }),
    fieldTestSchema,
    signalTestSchema,
  ]),
)

/**
 * The tree is checked before the schema parses it. A union schema can only report that no option fits, and a hostile
 * document could overflow the stack of a recursive schema.
 */
export const conditionSchema = z.preprocess((input, context) => {
  const problems = problemsOf(input, [], maxConditionDepth)
  for (const { path, message } of problems) context.addIssue({ code: 'custom', path, message })
  return problems.length === 0 ? input : z.NEVER
}, treeSchema)

type Problem = { path: IssuePath; message: string }

function problemsOf(input: unknown, path: IssuePath, levelsLeft: number): Problem[] {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return [{ path, message: shapeHint }]
  if (levelsLeft === 0) return [{ path, message: `Conditions can be nested ${maxConditionDepth} deep at most` }]
  const keys = Object.keys(input)
  const group = (['all', 'any', 'not'] as const).find((key) => keys.includes(key))
  if (group) {
    if (keys.length > 1) return [{ path, message: `"${group}" stands alone in its object` }]
    const content = (input as Record<string, unknown>)[group]
    if (group === 'not') return problemsOf(content, [...path, group], levelsLeft - 1)
    if (!Array.isArray(content)) return [{ path: [...path, group], message: `"${group}" holds a list of conditions` }]
    if (content.length > maxGroupSize)
      return [{ path: [...path, group], message: `A group holds ${maxGroupSize} conditions at most` }]
    return content.flatMap((child, index) => problemsOf(child, [...path, group, index], levelsLeft - 1))
  }
  const leafSchema = keys.includes('field') ? fieldTestSchema : keys.includes('signal') ? signalTestSchema : null
  if (!leafSchema) return [{ path, message: shapeHint }]
  const result = leafSchema.safeParse(input)
  if (result.success) return []
  return result.error.issues.map((issue) => ({ path: [...path, ...(issue.path as IssuePath)], message: issue.message }))
}

const shapeHint =
  'A condition is {"all": […]}, {"any": […]}, {"not": …}, {"field", "operator", "value"} or {"signal", "node"}'

export function isSignalTest(condition: Condition): condition is SignalTest {
  return 'signal' in condition
}

export function isFieldTest(condition: Condition): condition is FieldTest {
  return 'field' in condition
}

export function leavesOf(condition: Condition): (FieldTest | SignalTest)[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf)
  if ('any' in condition) return condition.any.flatMap(leavesOf)
  if ('not' in condition) return leavesOf(condition.not)
  return [condition]
}

/** The keys of the fields that a condition reads, without duplicates. */
export function fieldsOf(condition: Condition): string[] {
  return [
    ...new Set(
      leavesOf(condition)
        .filter(isFieldTest)
        .map((test) => test.field),
    ),
  ]
}

/** The kinds of signals that can change the result, without duplicates. */
export function signalsOf(condition: Condition): SignalKind[] {
  return [
    ...new Set(
      leavesOf(condition)
        .filter(isSignalTest)
        .map((test) => test.signal),
    ),
  ]
}
