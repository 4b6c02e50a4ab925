import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { formatClock } from './format-clock.ts'
import classes from './path.module.css'

export type StepTimeProps = {
  enteredAt: string
  /** Null while the enrollment is at the step. */
  leftAt: string | null
  previousAt: string | undefined
}

const shortestToldMs = 1_000

/**
 * When the enrollment entered a step and how long it stayed. The day is shown only when it differs from the previous
 * step.
 */
export function StepTime({ enteredAt, leftAt, previousAt }: StepTimeProps) {
  const { t } = useTranslation('participants')
  const locale = useLocale()
  const format = useFormat()
  const stayed = leftAt === null ? 0 : Date.parse(leftAt) - Date.parse(enteredAt)
  const day = format.date(enteredAt)
  const isNewDay = previousAt === undefined || format.date(previousAt) !== day
  const clock = formatClock(enteredAt, locale)
  return (
    <span className={classes.time}>
      <time dateTime={enteredAt} title={format.dateTimeWithZone(enteredAt)}>
        {isNewDay ? `${day} ${clock}` : clock}
      </time>
      {stayed >= shortestToldMs ? <span> · {t('stayed', { duration: format.duration(stayed) })}</span> : null}
    </span>
  )
}
