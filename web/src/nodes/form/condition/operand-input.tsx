import { Group, MultiSelect, Select, TagsInput } from '@mantine/core'
import type { Operand } from '@tabiji/shared/conditions/condition.ts'
import { isOffset } from '@tabiji/shared/conditions/operand.ts'
import { operatorNamed, type OperatorName } from '@tabiji/shared/conditions/operators.ts'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import { useTranslation } from 'react-i18next'
import { type DurationDraft, DurationInput } from '../time/duration-input.tsx'
import { ValueInput } from '../field/value-input.tsx'

export type OperandInputProps = {
  operator: OperatorName
  field: FieldDefinition
  value: Operand | undefined
  onChange: (value: Operand | undefined) => void
}

/** The input for an operand, depending on operator and type. */
export function OperandInput({ operator, field, value, onChange }: OperandInputProps) {
  const { t } = useTranslation('nodes')
  const label = t('condition.value')
  switch (operatorNamed(operator).operand) {
    case 'none':
      return null
    case 'one':
      return (
        <ValueInput
          aria-label={label}
          type={field.type}
          options={field.options}
          value={isOffset(value) ? undefined : value}
          onChange={onChange}
        />
      )
    case 'pair': {
      const [low, high] = Array.isArray(value) ? value : []
      const change = (next: readonly unknown[]) => onChange(next.map((item) => item ?? '') as Operand)
      return (
        <Group gap={8} grow wrap="nowrap">
          <ValueInput
            aria-label={t('condition.from')}
            type={field.type}
            value={low}
            onChange={(next) => change([next, high])}
          />
          <ValueInput
            aria-label={t('condition.to')}
            type={field.type}
            value={high}
            onChange={(next) => change([low, next])}
          />
        </Group>
      )
    }
    case 'many': {
      const chosen = Array.isArray(value) ? value.map(String) : []
      const change = (texts: string[]) =>
        onChange(texts.map((text) => (field.type === 'number' ? numberOf(text) : text)))
      return field.options && field.options.length > 0 ? (
        <MultiSelect aria-label={label} data={field.options} searchable value={chosen} onChange={change} />
      ) : (
        <TagsInput
          aria-label={label}
          placeholder={chosen.length === 0 ? t('condition.many') : ''}
          value={chosen}
          onChange={change}
        />
      )
    }
    case 'moment':
      return <MomentInput field={field} value={value} onChange={onChange} />
    case 'duration':
      return (
        <DurationInput
          label={null}
          value={isOffset(value) ? value : { unit: 'days' }}
          onChange={(duration) => onChange(offsetOf(duration, 1))}
        />
      )
  }
}

const momentModes = ['now', 'ago', 'ahead', 'date'] as const
type MomentMode = (typeof momentModes)[number]

function MomentInput({ field, value, onChange }: Omit<OperandInputProps, 'operator'>) {
  const { t } = useTranslation('nodes')
  const mode: MomentMode = isOffset(value) ? (value.amount < 0 ? 'ago' : 'ahead') : value === 'now' ? 'now' : 'date'
  const choose = (next: MomentMode) => {
    if (next === 'now') onChange('now')
    else if (next === 'date') onChange(undefined)
    else {
      const offset = isOffset(value) ? value : { amount: 7, unit: 'days' as const }
      onChange({ ...offset, amount: Math.abs(offset.amount) * (next === 'ago' ? -1 : 1) })
    }
  }
  return (
    <>
      <Select
        aria-label={t('condition.moment.mode')}
        data={momentModes.map((each) => ({ value: each, label: t(`condition.moment.${each}`) }))}
        value={mode}
        onChange={(next) => next && choose(next as MomentMode)}
      />
      {isOffset(value) ? (
        <DurationInput
          label={null}
          value={{ ...value, amount: Math.abs(value.amount) }}
          onChange={(duration) => onChange(offsetOf(duration, mode === 'ago' ? -1 : 1))}
        />
      ) : mode === 'date' ? (
        <ValueInput
          aria-label={t('condition.value')}
          type={field.type}
          value={typeof value === 'string' ? value : undefined}
          onChange={onChange}
        />
      ) : null}
    </>
  )
}

function offsetOf({ amount, unit }: DurationDraft, sign: 1 | -1): Operand | undefined {
  return amount === undefined ? undefined : { amount: amount * sign, unit: unit ?? 'days' }
}

function numberOf(text: string): number | string {
  const number = Number(text)
  return text.trim() === '' || Number.isNaN(number) ? text : number
}
