import { Skeleton, Text, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { httpStatusText } from '../../../../lib/http-status-text.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import classes from '../callouts.module.css'

export type StatusHistogramProps = {
  byStatus: Record<string, number> | undefined
  /** 0 means no reply. */
  onSee: (statusCode: number) => void
}

/** Attempts by status code, the most frequent first. */
export function StatusHistogram({ byStatus, onSee }: StatusHistogramProps) {
  const { t } = useTranslation('callouts')
  const format = useFormat()
  if (!byStatus) return <Skeleton height="6rem" />
  const bars = Object.entries(byStatus).toSorted(([, a], [, b]) => b - a)
  if (bars.length === 0) return <Text c="dimmed">{t('statuses.empty')}</Text>
  const total = bars.reduce((sum, [, count]) => sum + count, 0)
  return (
    <ul className={classes.bars}>
      {bars.map(([status, count]) => (
        <li key={status}>
          <UnstyledButton className={classes.barName} onClick={() => onSee(status === 'none' ? 0 : Number(status))}>
            {status === 'none' ? t('statuses.none') : httpStatusText(Number(status))}
          </UnstyledButton>
          <span className={classes.barValue}>
            {t('statuses.attempts', { attempts: format.number(count), share: format.percent(count / total) })}
          </span>
          <span className={classes.barTrack} aria-hidden="true">
            <span style={{ width: `${Math.max(0.5, (count / total) * 100)}%` }} data-kind={kindOf(status)} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function kindOf(status: string): 'ok' | 'slow' | 'bad' {
  if (/^[23]/.test(status)) return 'ok'
  return status === '429' ? 'slow' : 'bad'
}
