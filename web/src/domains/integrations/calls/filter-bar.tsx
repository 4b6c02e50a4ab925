import { SegmentedControl, UnstyledButton } from '@mantine/core'
import { calloutOutcomes } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../lib/format/use-format.ts'
import { FilterChip } from '../../../ui/lists/filter-chip.tsx'
import { type CalloutSearch, type Range, ranges } from './callout-search.ts'
import classes from './callouts.module.css'

export type FilterBarProps = {
  search: CalloutSearch
  onChange: (search: CalloutSearch) => void
  /** Filters from a link: they can be removed but not set. */
  extra?: readonly { label: string; without: CalloutSearch }[]
  children?: ReactNode
}

const failures = calloutOutcomes.filter((outcome) => outcome !== 'succeeded')

export function FilterBar({ search, onChange, extra = [], children }: FilterBarProps) {
  const { t } = useTranslation('callouts')
  const format = useFormat()
  const { statusCode, errorCode, retried, missingToken, minDurationMs, from, to } = search
  const narrowed = [
    ...extra,
    ...(statusCode === undefined
      ? []
      : [
          {
            label: statusCode === 0 ? t('statuses.none') : t('filter.status', { status: statusCode }),
            without: omit(search, 'statusCode', 'errorCode'),
          },
        ]),
    ...(retried ? [{ label: t('filter.retried'), without: omit(search, 'retried') }] : []),
    ...(missingToken === undefined
      ? []
      : [{ label: t('filter.missing', { token: missingToken }), without: omit(search, 'missingToken') }]),
    ...(minDurationMs === undefined
      ? []
      : [
          {
            label: t('filter.slow', { duration: format.duration(minDurationMs) }),
            without: omit(search, 'minDurationMs'),
          },
        ]),
    ...(from === undefined || to === undefined
      ? []
      : [
          {
            label: t('filter.slice', { from: format.dateTime(from), to: format.dateTime(to) }),
            without: omit(search, 'from', 'to'),
          },
        ]),
    ...(errorCode === undefined || statusCode !== undefined
      ? []
      : [{ label: t('filter.error'), without: omit(search, 'errorCode') }]),
  ]
  return (
    <div className={classes.filters} role="group" aria-label={t('filter.label')}>
      <FilterChip
        label={t('filter.outcome')}
        value={search.outcome}
        options={[
          { value: 'succeeded', label: t('outcome.succeeded') },
          { value: 'failed', label: t('filter.failed') },
          ...failures.map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) })),
        ]}
        onChange={(outcome) =>
          onChange({
            ...omit(search, 'outcome', 'statusCode', 'errorCode', 'retried', 'missingToken'),
            ...(outcome !== undefined && { outcome: outcome as NonNullable<CalloutSearch['outcome']> }),
          })
        }
      />
      {children}
      {narrowed.map(({ label, without }) => (
        <UnstyledButton
          key={label}
          className={classes.chip}
          aria-label={t('filter.remove', { filter: label })}
          onClick={() => onChange(without)}
        >
          {label}
          <IconX size={14} stroke={1.75} aria-hidden="true" />
        </UnstyledButton>
      ))}
    </div>
  )
}

export function RangeControl({ range, onChange }: { range: Range; onChange: (range: Range) => void }) {
  const { t } = useTranslation('callouts')
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('range.label')}
      value={range}
      onChange={(value) => onChange(value as Range)}
      data={ranges.map((value) => ({ value, label: t(`range.${value}`) }))}
    />
  )
}

export function omit(search: CalloutSearch, ...names: (keyof CalloutSearch)[]): CalloutSearch {
  return Object.fromEntries(Object.entries(search).filter(([name]) => !names.includes(name as keyof CalloutSearch)))
}
