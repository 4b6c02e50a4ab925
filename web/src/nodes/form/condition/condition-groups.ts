import type { Condition, FieldTest } from '@tabiji/shared/conditions/condition.ts'
import { fitsOperand } from '@tabiji/shared/conditions/operand.ts'
import { operatorNamed, operatorsFor } from '@tabiji/shared/conditions/operators.ts'
import type { FieldType } from '@tabiji/shared/values/field-type.ts'

export const groupModes = ['all', 'any', 'none', 'notAll'] as const
export type GroupMode = (typeof groupModes)[number]

/**
 * A condition as the builder shows it: a list of tests with one mode. `not` is a mode of the list, not a separate
 * group.
 */
export type ConditionGroup = { mode: GroupMode; children: readonly Condition[] }

export function groupOf(condition: Condition): ConditionGroup {
  if ('all' in condition) return { mode: 'all', children: condition.all }
  if ('any' in condition) return { mode: 'any', children: condition.any }
  if ('not' in condition) {
    const inner = condition.not
    if ('any' in inner) return { mode: 'none', children: inner.any }
    if ('all' in inner) return { mode: 'notAll', children: inner.all }
    return { mode: 'none', children: [inner] }
  }
  return { mode: 'all', children: [condition] }
}

export function conditionOf({ mode, children }: ConditionGroup): Condition {
  const list = [...children]
  switch (mode) {
    case 'all':
      return { all: list }
    case 'any':
      return { any: list }
    case 'none':
      return { not: { any: list } }
    case 'notAll':
      return { not: { all: list } }
  }
}

export function isGroup(condition: Condition): boolean {
  return 'all' in condition || 'any' in condition || 'not' in condition
}

/** The same test for another field; operator and value are kept where the new type allows them. */
export function testAbout(field: string, type: FieldType | undefined, before: FieldTest | null): FieldTest {
  if (!type) return { field, operator: before?.operator ?? 'eq' }
  const allowed = operatorsFor(type)
  const operator = before && allowed.includes(before.operator) ? before.operator : (allowed[0] ?? 'isNotEmpty')
  const value = before?.value
  const { operand } = operatorNamed(operator)
  const keeps = value !== undefined && operand !== 'none' && fitsOperand(operand, value, type)
  return keeps ? { field, operator, value } : { field, operator }
}

/** The same test with another operator; the value is kept where it fits. */
export function testBy(operator: FieldTest['operator'], type: FieldType, before: FieldTest): FieldTest {
  const { operand } = operatorNamed(operator)
  const keeps = before.value !== undefined && operand !== 'none' && fitsOperand(operand, before.value, type)
  if (keeps) return { ...before, operator }
  if (operand === 'duration') return { field: before.field, operator, value: { amount: 7, unit: 'days' } }
  if (operand === 'moment') return { field: before.field, operator, value: 'now' }
  return { field: before.field, operator }
}
