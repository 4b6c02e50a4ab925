import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type DataColumn, DataList, type DataListProps, rowLinkClass } from '../../../ui/lists/data-list.tsx'
import { Time } from '../../../ui/values/time.tsx'
import type { Connection } from './health/connection-health.ts'
import { ConnectionMenu } from './connection-menu.tsx'
import classes from './connections.module.css'
import { FailuresLink } from './health/failures-link.tsx'
import { HealthMark } from './health/health-mark.tsx'
import { useConnectorTitle } from './connectors/use-connector-title.ts'

export type ConnectionListProps = { rows: readonly Connection[]; more: NonNullable<DataListProps<never>['more']> }

export function ConnectionList({ rows, more }: ConnectionListProps) {
  const { t } = useTranslation('connections')
  const titleOf = useConnectorTitle()
  const columns: DataColumn<Connection>[] = [
    {
      key: 'name',
      header: t('name'),
      width: 'minmax(14rem, 3fr)',
      cell: (connection) => (
        <span className={classes.two}>
          <Link to="/connections/$connectionId" params={{ connectionId: connection.id }} className={rowLinkClass}>
            {connection.name}
          </Link>
          <span className={classes.faint}>
            {titleOf(connection.connector)} · {connection.baseUrl}
          </span>
        </span>
      ),
    },
    {
      key: 'environment',
      header: t('environment'),
      width: '7rem',
      cell: (connection) => <span className={classes.muted}>{t(`environments.${connection.environment}`)}</span>,
    },
    {
      key: 'health',
      header: t('healthHeader'),
      width: '11rem',
      cell: (connection) => <HealthMark connection={connection} />,
    },
    {
      key: 'used',
      header: t('lastUsed'),
      width: '9rem',
      cell: (connection) =>
        connection.lastUsedAt ? (
          <Time at={connection.lastUsedAt} as="relative" />
        ) : (
          <span className={classes.muted}>{t('never')}</span>
        ),
    },
    {
      key: 'failures',
      header: t('failures'),
      width: '10rem',
      cell: (connection) => <FailuresLink connection={connection} />,
    },
    {
      key: 'menu',
      header: t('actions'),
      headerHidden: true,
      width: '2rem',
      align: 'end',
      cell: (connection) => <ConnectionMenu connection={connection} />,
    },
  ]
  return (
    <DataList
      label={t('title')}
      columns={columns}
      rows={rows}
      rowKey={(connection) => connection.id}
      rowHeight={60}
      more={more}
    />
  )
}
