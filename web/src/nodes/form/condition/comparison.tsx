import { Select } from '@mantine/core'
import type { FieldTest } from '@tabiji/shared/conditions/condition.ts'
import { operatorNamed, type OperatorName } from '@tabiji/shared/conditions/operators.ts'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import { testBy } from './condition-groups.ts'
import classes from '../form.module.css'
import { OperandInput } from './operand-input.tsx'

export type ComparisonProps = {
  test: FieldTest
  field: FieldDefinition
  operators: readonly OperatorName[]
  onChange: (test: FieldTest) => void
}

/** The operator of a test, and its operand. */
export function Comparison({ test, field, operators, onChange }: ComparisonProps) {
  const { t } = useTranslation('nodes')
  const locale = useLocale()
  const { operand } = operatorNamed(test.operator)
  return (
    // A pair or a duration needs more space than there is beside the operator.
    <div className={classes.comparison} data-wide={operand !== 'one' || undefined}>
      <Select
        aria-label={t('condition.operator')}
        data={operators.map((name) => ({ value: name, label: operatorNamed(name).title[locale] }))}
        value={test.operator}
        onChange={(name) => name && onChange(testBy(name as OperatorName, field.type, test))}
      />
      <OperandInput
        operator={test.operator}
        field={field}
        value={test.value}
        onChange={(value) =>
          onChange({ field: test.field, operator: test.operator, ...(value !== undefined && { value }) })
        }
      />
    </div>
  )
}
