import { NumberInput, Title } from '@mantine/core'
import { usualBreaker } from '@tabiji/shared/http-call/limits/connection-limits.ts'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { CallLimitInputs } from './call-limit-inputs.tsx'
import classes from '../connections.module.css'
import type { LimitsDraft } from './limits-draft.ts'

/** The paths of these fields in the request. */
export const limitsPaths = [
  'limits.requestsPerSecond',
  'limits.requestsPerMinute',
  'limits.concurrency',
  'limits.breaker.failures',
  'limits.breaker.firstProbeSeconds',
  'limits.breaker.maxProbeSeconds',
]

export type LimitsFieldsProps = {
  draft: LimitsDraft
  errors: Record<string, string | undefined>
  onChange: (draft: LimitsDraft) => void
}

/** The call limits and the circuit breaker, as sentences with inputs. */
export function LimitsFields({ draft, errors, onChange }: LimitsFieldsProps) {
  const { t } = useTranslation('connections')
  const format = useFormat()
  const field = (key: keyof LimitsDraft, path: string, limits: { min: number; max: number; decimals?: number }) => ({
    value: draft[key],
    error: errors[path],
    min: limits.min,
    max: limits.max,
    decimalScale: limits.decimals ?? 0,
    thousandSeparator: true,
    onChange: (value: number | string) => onChange({ ...draft, [key]: typeof value === 'number' ? value : '' }),
  })
  const seconds = (key: 'firstProbeSeconds' | 'maxProbeSeconds') =>
    format.duration((draft[key] === '' ? usualBreaker[key] : draft[key]) * 1000)
  return (
    <div className={classes.limits}>
      <div className={classes.withHelp}>
        <Title order={3}>{t('limits.title')}</Title>
        <span className={classes.hint}>{t('limits.text')}</span>
      </div>
      <div className={classes.numbers}>
        <CallLimitInputs
          values={draft}
          errors={errors}
          onChange={(key, value) => onChange({ ...draft, [key]: value })}
        />
      </div>
      <div className={classes.withHelp}>
        <Title order={3}>{t('limits.breakerTitle')}</Title>
        <span className={classes.hint}>
          {t('limits.breakerText', {
            count: draft.failures === '' ? usualBreaker.failures : draft.failures,
            first: seconds('firstProbeSeconds'),
            longest: seconds('maxProbeSeconds'),
          })}
        </span>
      </div>
      <div className={classes.numbers}>
        <NumberInput
          label={t('limits.failures')}
          placeholder={String(usualBreaker.failures)}
          {...field('failures', 'limits.breaker.failures', { min: 1, max: 1000 })}
        />
        <NumberInput
          label={t('limits.firstProbe')}
          placeholder={String(usualBreaker.firstProbeSeconds)}
          {...field('firstProbeSeconds', 'limits.breaker.firstProbeSeconds', { min: 0.1, max: 3600, decimals: 1 })}
        />
        <NumberInput
          label={t('limits.maxProbe')}
          placeholder={String(usualBreaker.maxProbeSeconds)}
          {...field('maxProbeSeconds', 'limits.breaker.maxProbeSeconds', { min: 0.1, max: 86_400, decimals: 1 })}
        />
      </div>
    </div>
  )
}
