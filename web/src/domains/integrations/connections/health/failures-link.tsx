import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { AnchorLink } from '../../../../ui/layout/links.tsx'
import { StatusBadge } from '../../../../ui/feedback/status-badge.tsx'
import type { Connection } from './connection-health.ts'
import classes from '../connections.module.css'
import { useFailureReason } from './use-failure-reason.ts'

/** The number of failed calls in a day and the reason of the last one, with a link to them. */
export function FailuresLink({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections')
  const format = useFormat()
  const reason = useFailureReason(connection)
  const count = connection.failuresLast24h
  if (count === 0) return <span className={classes.muted}>{t('noFailures')}</span>
  return (
    <span className={classes.two}>
      <AnchorLink
        to="/activity/callouts"
        search={{ connectionId: connection.id, outcome: 'failed', range: 'day' }}
        aria-label={t('failuresLink', { count, name: connection.name })}
      >
        <StatusBadge icon={IconAlertTriangle} tone="danger" label={format.number(count)} />
      </AnchorLink>
      {reason ? <span className={classes.faint}>{reason}</span> : null}
    </span>
  )
}
