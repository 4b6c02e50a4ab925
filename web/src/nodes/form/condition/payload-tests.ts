import { type FieldTest, payloadOperators, type PayloadTest } from '@tabiji/shared/conditions/condition.ts'
import { operatorsFor, type OperatorName } from '@tabiji/shared/conditions/operators.ts'
import type { FieldType } from '@tabiji/shared/values/field-type.ts'

// Payloads use the same rows as fields; only the stored form of a test differs.

export function fieldTestOf([field, wanted]: [string, PayloadTest]): FieldTest {
  return typeof wanted === 'object' ? { field, ...wanted } : { field, operator: 'eq', value: wanted }
}

export function payloadTestOf({ field, ...wanted }: FieldTest): [string, PayloadTest] {
  const { operator, value } = wanted
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return [field, operator === 'eq' && isPlain ? value : (wanted as PayloadTest)]
}

export function payloadOperatorsFor(type: FieldType): OperatorName[] {
  return operatorsFor(type).filter((name) => (payloadOperators as readonly string[]).includes(name))
}

/** The type for comparing a value that no sample has. */
export function typeOfOperand(value: FieldTest['value']): FieldType {
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text'
}
