import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import classes from '../connections.module.css'
import { type Connection, type Health, healthOf } from './connection-health.ts'

const tones: Record<Health, 'good' | 'idle' | 'warn' | 'bad'> = {
  working: 'good',
  unused: 'idle',
  someFailures: 'warn',
  failing: 'bad',
  down: 'bad',
  asked: 'warn',
  revoked: 'idle',
  unauthorized: 'warn',
  expired: 'bad',
}

/** Health as a dot with a word, because colour alone is not enough for many readers. */
export function HealthMark({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections')
  const format = useFormat()
  const health = healthOf(connection)
  const { circuitOpen } = connection
  const mark = (
    <span className={classes.health} data-tone={tones[health]}>
      <i aria-hidden="true" />
      {t(`health.${health}`)}
    </span>
  )
  if (!circuitOpen || health !== circuitOpen.because) return mark
  return (
    <span className={classes.two}>
      {mark}
      <span className={classes.faint}>
        {t('circuitOpen.short', { count: circuitOpen.people, number: format.number(circuitOpen.people) })}
      </span>
    </span>
  )
}
