import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../lib/use-format.ts'
import type { Range } from './callout-search.ts'
import classes from './callouts.module.css'
import { type CalloutNumbers, type Change, countChange, rateChange, speedChange, successRate } from './change.ts'

export type NumbersRowProps = {
  numbers: CalloutNumbers
  /** Of the time of the same length before. */
  before: CalloutNumbers | undefined
  range: Range
}

export function NumbersRow({ numbers, before, range }: NumbersRowProps) {
  const { t } = useTranslation('callouts')
  const format = useFormat()
  const rate = successRate(numbers)
  const speed = (value: number | null) => (value === null ? '–' : format.duration(value))
  const changeText = (change: Change | null) => (change ? <ChangeText change={change} range={range} /> : null)
  return (
    <dl className={classes.numbers} aria-label={t('numbers.label')}>
      <Figure
        label={t('numbers.calls')}
        value={format.number(numbers.total)}
        context={
          numbers.notCalled > 0
            ? t('numbers.notCalled', { count: numbers.notCalled })
            : t('numbers.attempts', { count: numbers.attempts })
        }
        change={changeText(before ? countChange(numbers.total, before.total) : null)}
      />
      <Figure
        label={t('numbers.successRate')}
        value={rate === null ? '–' : format.percent(rate)}
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
        context={numbers.p50Ms === null ? t('numbers.none') : t('numbers.p50Is')}
        change={changeText(before ? speedChange(numbers.p50Ms, before.p50Ms) : null)}
      />
      <Figure
        label={t('numbers.p95')}
        value={speed(numbers.p95Ms)}
        context={numbers.p95Ms === null ? t('numbers.none') : t('numbers.p95Is')}
        change={changeText(before ? speedChange(numbers.p95Ms, before.p95Ms) : null)}
      />
      <Figure
        label={t('numbers.retries')}
        value={format.number(numbers.retried)}
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
}: {
  label: string
  value: string
  context: string
  change: ReactNode
}) {
  return (
    <div className={classes.figure}>
      <dt>{label}</dt>
      <dd>
        <span className={classes.figureValue}>{value}</span>
        <span className={classes.figureContext}>{context}</span>
        {change}
      </dd>
    </div>
  )
}

function ChangeText({ change, range }: { change: Change; range: Range }) {
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
      {Array.from({ length: 5 }, (_, index) => (
        <div key={index} className={classes.figure}>
          <Skeleton height="0.75rem" width="5rem" />
          <Skeleton height="1.5rem" width="4rem" my="0.5rem" />
          <Skeleton height="0.75rem" width="7rem" />
        </div>
      ))}
    </div>
  )
}
