import { useTranslation } from 'react-i18next'
import classes from './connections.module.css'
import { type Connection, type Health, healthOf } from './connection-health.ts'

const tones: Record<Health, 'good' | 'idle' | 'warn' | 'bad'> = {
  working: 'good',
  unused: 'idle',
  someFailures: 'warn',
  failing: 'bad',
  revoked: 'idle',
  unauthorized: 'warn',
  expired: 'bad',
}

/** Health at a glance: a dot, and the word for those to whom its colour says nothing. */
export function HealthMark({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections')
  const health = healthOf(connection)
  return (
    <span className={classes.health} data-tone={tones[health]}>
      <i aria-hidden="true" />
      {t(`health.${health}`)}
    </span>
  )
}
