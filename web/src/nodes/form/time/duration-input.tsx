import { Group, Input, NumberInput, Select } from '@mantine/core'
import { durationUnits, type DurationUnit } from '@tabiji/shared/time/duration.ts'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'

export type DurationDraft = { amount?: number | undefined; unit?: DurationUnit | undefined }

export type DurationInputProps = {
  label: ReactNode
  description?: ReactNode
  value: DurationDraft
  onChange: (value: DurationDraft) => void
  min?: number
  error?: ReactNode
}

/** A duration as number and unit. An emptied number stays empty and does not become zero. */
export function DurationInput({ label, description, value, onChange, min = 0, error }: DurationInputProps) {
  const { t } = useTranslation('nodes')
  const id = useId()
  return (
    <Input.Wrapper label={label} description={description} error={error} id={id}>
      <Group gap={8} wrap="nowrap">
        <NumberInput
          id={id}
          value={value.amount ?? ''}
          min={min}
          max={1_000_000}
          step={1}
          allowNegative={min < 0}
          decimalScale={2}
          clampBehavior="none"
          w={96}
          onChange={(amount) => onChange({ ...value, amount: typeof amount === 'number' ? amount : undefined })}
          error={Boolean(error)}
        />
        <Select
          aria-label={t('duration.unit')}
          data={durationUnits.map((unit) => ({ value: unit, label: t(`duration.${unit}`) }))}
          value={value.unit ?? 'days'}
          onChange={(unit) => onChange({ ...value, unit: (unit ?? 'days') as DurationUnit })}
          style={{ flex: 1 }}
        />
      </Group>
    </Input.Wrapper>
  )
}
