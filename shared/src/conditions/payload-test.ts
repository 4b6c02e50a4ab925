import { describeValue } from '../values/coerce-field.ts'
import { isEmptyValue, type FieldType, type FieldValue } from '../values/field-type.ts'
import type { Issue, IssuePath } from '../messages/issue.ts'
import { parseDate } from '../time/calendar.ts'
import { parseInstant } from '../time/instant.ts'
import type { PayloadTest } from './condition.ts'
import { exampleOperand, fitsOperand, isMissingOperand } from './operand.ts'
import { operatorNamed } from './operators.ts'

/**
 * Whether a payload value passes a test. Nothing is converted: the text "9" is not the number 9. Texts that are dates
 * can be compared as dates. A value of another type than the test's counts as missing.
 */
export function meetsPayloadTest(test: PayloadTest, actual: FieldValue): boolean {
  const { operator: name, value = null } = comparisonOf(test)
  const operator = operatorNamed(name)
  if (isEmptyValue(actual)) return operator.whenMissing
  const type = typesOf(actual).find(
    (candidate) => operator.types.includes(candidate) && fitsOperand(operator.operand, value, candidate),
  )
  // No payload operator depends on the current time or a time zone.
  return type ? operator.evaluate(actual, value, { type, now: 0, timeZone: 'UTC' }) : operator.whenMissing
}

/** Faults of a test that do not depend on the payload. */
export function checkPayloadTest(key: string, test: PayloadTest, path: IssuePath): Issue[] {
  const { operator, value = null } = comparisonOf(test)
  const { operand, types } = operatorNamed(operator)
  if (operand === 'none') return []
  const params = { field: key, operator, example: exampleOperand(operand, types.includes('text') ? 'text' : 'number') }
  const problem = { severity: 'error' as const, path: typeof test === 'object' ? [...path, 'value'] : path }
  if (isMissingOperand(value)) return [{ ...problem, code: 'condition.operandMissing', params }]
  const isUsable = possibleTypes.some((type) => types.includes(type) && fitsOperand(operand, value, type))
  return isUsable
    ? []
    : [{ ...problem, code: 'condition.operandInvalid', params: { ...params, value: describeValue(value) } }]
}

const possibleTypes: FieldType[] = ['text', 'number', 'boolean', 'date', 'dateTime']

function comparisonOf(test: PayloadTest): Exclude<PayloadTest, string | number | boolean> {
  return typeof test === 'object' ? test : { operator: 'eq', value: test }
}

/** The types that a value can be read as, the most specific first. */
function typesOf(value: FieldValue): FieldType[] {
  if (typeof value === 'number') return ['number']
  if (typeof value === 'boolean') return ['boolean']
  if (typeof value !== 'string') return ['list']
  if (parseInstant(value) !== null) return ['dateTime', 'text']
  return parseDate(value) ? ['date', 'text'] : ['text']
}
