import {
  fieldValue,
  isEmptyValue,
  type FieldDefinition,
  type FieldType,
  type FieldValue,
  type FieldValues,
} from '../values/field-type.ts'
import { describeValue } from '../values/coerce-field.ts'
import type { Issue, IssueCode, IssuePath } from '../messages/issue.ts'
import { storableText } from '../kernel/storable-text.ts'
import type { Instant } from '../time/instant.ts'
import {
  isSignalTest,
  leavesOf,
  signalDeclarations,
  type Condition,
  type FieldTest,
  type Signal,
  type SignalTest,
} from './condition.ts'
import { exampleOperand, fitsOperand, isMissingOperand, isOfType, type Operand } from './operand.ts'
import { checkPayloadTest, meetsPayloadTest } from './payload-test.ts'
import { operatorNamed, operatorsFor, type OperatorName } from './operators.ts'
import { outputSubject } from './output-subject.ts'

export type ConditionContext = {
  fields: FieldValues
  definitions: readonly FieldDefinition[]
  signals: readonly Signal[]
  /** Outputs of nodes, by node id. */
  outputs?: Readonly<Record<string, FieldValues>>
  now: Instant
  timeZone: string
}

/** One entry for each test of a condition, in order: the compared values and the result. */
export type ConditionTrace = (FieldTrace | SignalTrace)[]

export type FieldTrace = {
  path: IssuePath
  field: string
  operator: OperatorName
  operand: Operand
  actual: FieldValue
  met: boolean
  /** Why the result does not come from a comparison. */
  note?: 'missing' | 'wrongType' | 'operandInvalid'
}

export type SignalTrace = {
  path: IssuePath
  signal: Signal['kind']
  node: string | null
  link?: string
  at: Instant | null
  met: boolean
}

export function evaluateCondition(
  condition: Condition,
  context: ConditionContext,
): { met: boolean; trace: ConditionTrace } {
  const trace: ConditionTrace = []
  return { met: evaluate(condition, context, [], trace), trace }
}

// Every test is evaluated, even when the result is already known, because the trace explains the decision to a person.
function evaluate(condition: Condition, context: ConditionContext, path: IssuePath, trace: ConditionTrace): boolean {
  if ('all' in condition) {
    return condition.all.map((child, index) => evaluate(child, context, [...path, 'all', index], trace)).every(Boolean)
  }
  if ('any' in condition) {
    return condition.any.map((child, index) => evaluate(child, context, [...path, 'any', index], trace)).some(Boolean)
  }
  if ('not' in condition) return !evaluate(condition.not, context, [...path, 'not'], trace)
  const entry = isSignalTest(condition) ? traceSignal(condition, context, path) : traceField(condition, context, path)
  trace.push(entry)
  return entry.met
}

function traceField(test: FieldTest, context: ConditionContext, path: IssuePath): FieldTrace {
  const operator = operatorNamed(test.operator)
  const actual = subjectValue(test.field, context)
  const operand = test.value ?? null
  const entry = { path, field: test.field, operator: test.operator, operand, actual: abridge(actual) }
  if (isEmptyValue(actual)) return { ...entry, met: operator.whenMissing, note: 'missing' }
  const readable = readableTest(test, context)
  if (typeof readable === 'string') return { ...entry, met: operator.whenMissing, note: readable }
  const { now, timeZone } = context
  return { ...entry, met: operator.evaluate(readable.value, operand, { now, timeZone, type: readable.type }) }
}

function readableTest(
  test: FieldTest,
  context: ConditionContext,
): { value: FieldValue; type: FieldDefinition['type'] } | 'wrongType' | 'operandInvalid' {
  const operator = operatorNamed(test.operator)
  const value = subjectValue(test.field, context)
  const candidates = outputSubject(test.field)
    ? outputTypes
    : context.definitions.filter(({ key }) => key === test.field).map((definition) => definition.type)
  // A stored value may be older than a change of its field's type.
  const types = candidates.filter((each) => operator.types.includes(each) && isOfType(value, each))
  if (types.length === 0) return 'wrongType'
  const type = types.find((each) => fitsOperand(operator.operand, test.value ?? null, each))
  return type ? { value, type } : 'operandInvalid'
}

function subjectValue(field: string, { fields, outputs = {} }: ConditionContext): FieldValue {
  const output = outputSubject(field)
  if (!output) return fieldValue(fields, field)
  return Object.hasOwn(outputs, output.nodeId) ? fieldValue(outputs[output.nodeId]!, output.key) : null
}

/** An output keeps the type it came with. A string that is a date is compared as a date with another date. */
const outputTypes: readonly FieldType[] = ['number', 'boolean', 'list', 'dateTime', 'date', 'text']

function traceSignal(test: SignalTest, context: ConditionContext, path: IssuePath): SignalTrace {
  const match = context.signals.find((signal) => matchesSignal(test, signal))
  return {
    path,
    signal: test.signal,
    node: test.node ?? null,
    ...(test.link === undefined ? {} : { link: test.link }),
    at: match?.at ?? null,
    met: match !== undefined,
  }
}

export function matchesSignal(test: SignalTest, signal: Signal): boolean {
  if (signal.kind !== test.signal) return false
  if (test.node !== undefined && signal.nodeId !== test.node) return false
  const { signal: _kind, node: _node, link, where = {}, ...filters } = test
  const payload = signal.payload ?? {}
  // A link is identified by its address as written in the mail, by its destination for this recipient, or by its label.
  if (link !== undefined && !['link', 'url', 'label'].some((key) => fieldValue(payload, key) === link)) return false
  return (
    Object.entries(filters).every(([key, wanted]) => wanted === undefined || fieldValue(payload, key) === wanted) &&
    Object.entries(where).every(([key, wanted]) => meetsPayloadTest(wanted, fieldValue(payload, key)))
  )
}

/**
 * The next instant at which the result can change while fields and signals stay the same; null when time has no
 * influence.
 */
export function nextTimeRelevant(condition: Condition, context: ConditionContext): Instant | null {
  const changes = leavesOf(condition).flatMap((test) => {
    if (isSignalTest(test)) return []
    const operator = operatorNamed(test.operator)
    const readable = readableTest(test, context)
    if (!operator.changesAt || typeof readable === 'string') return []
    const { now, timeZone } = context
    return operator.changesAt(readable.value, test.value ?? null, { now, timeZone, type: readable.type }) ?? []
  })
  return changes.length === 0 ? null : Math.min(...changes)
}

/** Issues of a parsed condition: fields, operators and operands that do not fit together. */
export function checkCondition(
  condition: Condition,
  definitions: readonly FieldDefinition[],
  path: IssuePath,
  nodeIds?: Iterable<string>,
  outputs?: ConditionOutputs,
): Issue[] {
  return check(condition, { definitions, nodeIds: nodeIds === undefined ? null : new Set(nodeIds), outputs }, path)
}

/**
 * The type of an output; null when the node has no such output. `unknown` when only running the node can tell, and
 * `unseen` when it ran and returned other outputs.
 */
export type ConditionOutputs = { typeOf(nodeId: string, key: string): FieldType | 'unknown' | 'unseen' | null }

type Known = {
  definitions: readonly FieldDefinition[]
  nodeIds: ReadonlySet<string> | null
  outputs: ConditionOutputs | undefined
}

function check(condition: Condition, known: Known, path: IssuePath): Issue[] {
  if ('not' in condition) return check(condition.not, known, [...path, 'not'])
  if ('all' in condition || 'any' in condition) {
    const [key, children] = 'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const)
    if (children.length === 0) return [error('condition.empty', [...path, key])]
    return children.flatMap((child, index) => check(child, known, [...path, key, index]))
  }
  return isSignalTest(condition) ? checkSignal(condition, path, known.nodeIds) : checkField(condition, known, path)
}

function checkSignal(test: SignalTest, path: IssuePath, nodeIds: ReadonlySet<string> | null): Issue[] {
  const allowed = signalDeclarations[test.signal].filters
  const { signal, node, ...filters } = test
  const issues: Issue[] = []
  if (node !== undefined && nodeIds && !nodeIds.has(node)) {
    issues.push(error('condition.nodeUnknown', [...path, 'node'], { target: node }))
  }
  for (const key of Object.keys(filters) as (keyof typeof filters)[]) {
    if (filters[key] === undefined || allowed.includes(key)) continue
    issues.push(error('condition.filterUnknown', [...path, key], { filter: key, signal, allowed }))
  }
  for (const [key, wanted] of Object.entries(test.where ?? {})) {
    issues.push(...checkPayloadTest(key, wanted, [...path, 'where', key]))
  }
  return issues
}

function checkField(test: FieldTest, { definitions, outputs }: Known, path: IssuePath): Issue[] {
  if (test.field === '') return [error('condition.fieldMissing', [...path, 'field'])]
  const output = outputSubject(test.field)
  const given = output && outputs ? outputs.typeOf(output.nodeId, output.key) : null
  if (output && given === null) return [error('node.outputUnknown', [...path, 'field'], { output: test.field })]
  if (output && (given === 'unknown' || given === 'unseen')) {
    const issues = checkOperand(test, path, output.key)
    return given === 'unknown' ? issues : [...issues, unseen(test.field, path)]
  }
  const definition: FieldDefinition | undefined = output
    ? { key: output.key, type: given as FieldType }
    : definitions.find(({ key }) => key === test.field)
  if (!definition) return [error('condition.fieldUnknown', [...path, 'field'], { field: test.field })]
  const { type } = definition
  const field = definition.label ?? definition.key
  const operator = operatorNamed(test.operator)
  if (!operator.types.includes(type)) {
    const allowed = operatorsFor(type)
    return [
      error('condition.operatorNotForType', [...path, 'operator'], { field, operator: test.operator, type, allowed }),
    ]
  }
  if (operator.operand === 'none') return []
  const params = { field, operator: test.operator, example: exampleOperand(operator.operand, type) }
  const valuePath = [...path, 'value']
  if (isMissingOperand(test.value)) return [error('condition.operandMissing', valuePath, params)]
  const operand = test.value ?? null
  if (!fitsOperand(operator.operand, operand, type)) {
    return [error('condition.operandInvalid', valuePath, { ...params, value: describeValue(operand) })]
  }
  return checkOptions(operand, definition, valuePath)
}

/** The only check for an output whose type is known only at run time. */
function checkOperand(test: FieldTest, path: IssuePath, field: string): Issue[] {
  const operator = operatorNamed(test.operator)
  if (operator.operand === 'none' || !isMissingOperand(test.value)) return []
  const params = { field, operator: test.operator, example: exampleOperand(operator.operand, operator.types[0]!) }
  return [error('condition.operandMissing', [...path, 'value'], params)]
}

function checkOptions(operand: Operand, definition: FieldDefinition, path: IssuePath): Issue[] {
  const { options = [], type } = definition
  if ((type !== 'select' && type !== 'multiSelect') || options.length === 0) return []
  const chosen = Array.isArray(operand) ? operand : [operand]
  return chosen
    .filter((value) => typeof value === 'string' && !options.includes(value))
    .map((value) => ({
      code: 'condition.optionUnknown' as const,
      severity: 'warning' as const,
      path,
      params: { field: definition.label ?? definition.key, value: String(value), options },
    }))
}

function unseen(field: string, path: IssuePath): Issue {
  return { code: 'node.outputNotSeen', severity: 'warning', path: [...path, 'field'], params: { output: field } }
}

function error(code: IssueCode, path: IssuePath, params?: Issue['params']): Issue {
  return params ? { code, severity: 'error', path, params } : { code, severity: 'error', path }
}

const maxTracedText = 200
const maxTracedItems = 20

// Shortened, because a trace is stored with each decision.
function abridge(value: FieldValue): FieldValue {
  if (Array.isArray(value)) return value.slice(0, maxTracedItems)
  return typeof value === 'string' && value.length > maxTracedText ? `${storableText(value, maxTracedText)}…` : value
}
