import { Skeleton, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import type { CalloutSearch, Range } from '../callout-search.ts'
import classes from '../callouts.module.css'
import {
  type CalloutNumbers,
  type MetricChange,
  countChange,
  rateChange,
  speedChange,
  successRate,
} from './metric-change.ts'

export type NumbersRowProps = {
  numbers: CalloutNumbers
  /** Of the preceding time span of the same length. */
  before: CalloutNumbers | undefined
  range: Range
  /** Opens the attempts that a number counts. */
  onSee: (patch: Omit<CalloutSearch, 'range'>) => void
}

export function NumbersRow({ numbers, before, range, onSee }: NumbersRowProps) {
  const { t } = useTranslation('callouts')
  const format = useFormat()
  const rate = successRate(numbers)
  const speed = (value: number | null) => (value === null ? '–' : format.duration(value))
  const slowerThan = (ms: number | null) => (ms === null ? undefined : () => onSee({ minDurationMs: Math.floor(ms) }))
  const changeText = (change: MetricChange | null) => (change ? <ChangeText change={change} range={range} /> : null)
  return (
    <dl className={classes.numbers} aria-label={t('numbers.label')}>
      <Figure
        label={t('numbers.calls')}
        value={format.number(numbers.total)}
        onSee={numbers.total > 0 ? () => onSee({}) : undefined}
        context={
          numbers.notCalled > 0 ? (
            <UnstyledButton
              className={classes.figureLink}
              onClick={() => onSee({ outcome: numbers.byOutcome.mappingError ? 'mappingError' : 'blocked' })}
            >
              {t('numbers.notCalled', { count: numbers.notCalled })}
            </UnstyledButton>
          ) : (
            t('numbers.attempts', { count: numbers.attempts })
          )
        }
        change={changeText(before ? countChange(numbers.total, before.total) : null)}
      />
      <Figure
        label={t('numbers.successRate')}
        value={rate === null ? '–' : format.percent(rate)}
        onSee={numbers.failed > 0 ? () => onSee({ outcome: 'failed' }) : undefined}
        context={
          rate === null
            ? t('numbers.none')
            : t('numbers.succeededOf', {
                succeeded: format.number(numbers.succeeded),
                total: format.number(numbers.succeeded + numbers.failed),
              })
        }
        change={changeText(before ? rateChange(rate, successRate(before)) : null)}
      />
      <Figure
        label={t('numbers.p50')}
        value={speed(numbers.p50Ms)}
        onSee={slowerThan(numbers.p50Ms)}
        context={numbers.p50Ms === null ? t('numbers.none') : t('numbers.p50Is')}
        change={changeText(before ? speedChange(numbers.p50Ms, before.p50Ms) : null)}
      />
      <Figure
        label={t('numbers.p95')}
        value={speed(numbers.p95Ms)}
        onSee={slowerThan(numbers.p95Ms)}
        context={numbers.p95Ms === null ? t('numbers.none') : t('numbers.p95Is')}
        change={changeText(before ? speedChange(numbers.p95Ms, before.p95Ms) : null)}
      />
      <Figure
        label={t('numbers.p99')}
        value={speed(numbers.p99Ms)}
        onSee={slowerThan(numbers.p99Ms)}
        context={numbers.p99Ms === null ? t('numbers.none') : t('numbers.p99Is')}
        change={changeText(before ? speedChange(numbers.p99Ms, before.p99Ms) : null)}
      />
      <Figure
        label={t('numbers.retries')}
        value={format.number(numbers.retried)}
        onSee={numbers.retried > 0 ? () => onSee({ retried: true }) : undefined}
        context={
          numbers.attempts === 0
            ? t('numbers.none')
            : t('numbers.retriedShare', { share: format.percent(numbers.retried / numbers.attempts) })
        }
        change={changeText(before ? countChange(numbers.retried, before.retried) : null)}
      />
    </dl>
  )
}

function Figure({
  label,
  value,
  context,
  change,
  onSee,
}: {
  label: string
  value: string
  context: ReactNode
  onSee: (() => void) | undefined
  change: ReactNode
}) {
  return (
    <div className={classes.figure}>
      <dt>{label}</dt>
      <dd>
        {onSee ? (
          <UnstyledButton className={classes.figureValue} data-link onClick={onSee}>
            {value}
          </UnstyledButton>
        ) : (
          <span className={classes.figureValue}>{value}</span>
        )}
        <span className={classes.figureContext}>{context}</span>
        {change}
      </dd>
    </div>
  )
}

function ChangeText({ change, range }: { change: MetricChange; range: Range }) {
  const { t } = useTranslation('callouts')
  const format = useFormat()
  if (change.word === 'same' || range === 'all')
    return <span className={classes.figureContext}>{t('numbers.same')}</span>
  const points = change.word === 'higher' || change.word === 'lower'
  const amount = points ? format.number(Math.round(change.amount * 10) / 10) : format.percent(change.amount)
  return (
    <span className={classes.figureContext}>
      {t(`numbers.${change.word}`, { change: amount, before: t(`before.${range}`) })}
    </span>
  )
}

export function NumbersSkeleton() {
  return (
    <div className={classes.numbers} aria-hidden="true">
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className={classes.figure}>
          <Skeleton height="0.75rem" width="5rem" />
          <Skeleton height="1.5rem" width="4rem" my="0.5rem" />
          <Skeleton height="0.75rem" width="7rem" />
        </div>
      ))}
    </div>
  )
}
