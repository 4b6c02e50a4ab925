import { NumberInput } from '@mantine/core'
import type { CallLimits } from '@tabiji/shared/http-call/limits/call-limits.ts'
import { useTranslation } from 'react-i18next'

const fields = {
  requestsPerSecond: { label: 'perSecond', min: 0.01, max: 100_000, decimalScale: 2 },
  requestsPerMinute: { label: 'perMinute', min: 1, max: 6_000_000, decimalScale: 0 },
  concurrency: { label: 'concurrency', min: 1, max: 10_000, decimalScale: 0 },
} as const satisfies Partial<Record<keyof CallLimits, object>>

export type CallLimitKey = keyof typeof fields

export type CallLimitInputsProps = {
  values: Partial<Record<CallLimitKey, number | ''>>
  errors?: Record<string, string | undefined>
  readOnly?: boolean
  /** An emptied field means no limit. */
  onChange: (key: CallLimitKey, value: number | '') => void
}

/** Inputs for call limits, with the same texts everywhere. */
export function CallLimitInputs({ values, errors = {}, readOnly = false, onChange }: CallLimitInputsProps) {
  const { t } = useTranslation()
  return (Object.keys(fields) as CallLimitKey[]).map((key) => {
    const { label, ...numbers } = fields[key]
    return (
      <NumberInput
        key={key}
        label={t(`limits.${label}`)}
        placeholder={t('limits.none')}
        value={values[key] ?? ''}
        error={errors[`limits.${key}`]}
        thousandSeparator
        readOnly={readOnly}
        onChange={(value) => onChange(key, typeof value === 'number' ? value : '')}
        {...numbers}
      />
    )
  })
}
