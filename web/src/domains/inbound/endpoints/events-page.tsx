import { IconAlertTriangle, IconCircleCheck, IconPlus, IconUserQuestion } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { type DataColumn, DataList, rowLinkClass } from '../../../ui/lists/data-list.tsx'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { ListPage } from '../../../ui/pages/list-page.tsx'
import { ButtonLink } from '../../../ui/layout/links.tsx'
import { StatusBadge } from '../../../ui/feedback/status-badge.tsx'
import { TabLink, TabLinks } from '../../../ui/layout/tab-links.tsx'
import { Time } from '../../../ui/values/time.tsx'
import type { Endpoint } from '../event-types.ts'
import classes from '../events.module.css'

/** All endpoints to which other systems post events. */
export function EventsPage(): ReactNode {
  const { t } = useTranslation(['events', 'connections', 'externalActions'])
  const trpc = useTRPC()
  const mayAdd = useHasRole('admin')
  const endpoints = useQuery(trpc.events.endpoints.queryOptions(undefined, { refetchInterval: 15_000 }))
  const columns = useColumns()
  const addButton = (
    <ButtonLink to="/events/new" search={{}} leftSection={<IconPlus size={16} stroke={1.5} />}>
      {t('events:add')}
    </ButtonLink>
  )
  return (
    <ListPage
      title={t('connections:title')}
      actions={mayAdd && endpoints.data && endpoints.data.length > 0 ? addButton : null}
      tabs={
        <TabLinks label={t('connections:title')}>
          <TabLink to="/connections">{t('connections:title')}</TabLink>
          <TabLink to="/external-actions">{t('externalActions:title')}</TabLink>
          <TabLink to="/events">{t('events:title')}</TabLink>
        </TabLinks>
      }
      query={endpoints}
      rows={endpoints.data}
      empty={
        <EmptyState motif="pulse" text={t(mayAdd ? 'events:empty' : 'events:emptyViewer')}>
          {mayAdd ? addButton : null}
        </EmptyState>
      }
      list={(shown) => (
        <DataList
          label={t('events:title')}
          columns={columns}
          rows={shown}
          rowKey={(endpoint) => endpoint.id}
          rowHeight={60}
        />
      )}
    />
  )
}

function useColumns(): DataColumn<Endpoint>[] {
  const { t } = useTranslation('events')
  return [
    {
      key: 'name',
      header: t('name'),
      width: 'minmax(12rem, 2fr)',
      cell: (endpoint) => (
        <span className={classes.two}>
          <Link to="/events/$endpointId" params={{ endpointId: endpoint.id }} className={rowLinkClass}>
            {endpoint.name}
          </Link>
          <span className={classes.code}>{endpoint.topic}</span>
        </span>
      ),
    },
    {
      key: 'state',
      header: t('state'),
      width: '14rem',
      cell: (endpoint) => <EndpointState endpoint={endpoint} />,
    },
    {
      key: 'listeners',
      header: t('listeners'),
      width: 'minmax(10rem, 1.5fr)',
      cell: ({ listeners, callbacks }) => {
        const names = new Map([...listeners, ...callbacks].map(({ journeyId, name }) => [journeyId, name]))
        return (
          <span className={classes.muted}>
            {names.size === 0 ? t('nobodyListens') : [...names.values()].join(t('comma'))}
          </span>
        )
      },
    },
    {
      key: 'received',
      header: t('lastReceived'),
      width: '10rem',
      cell: ({ lastReceivedAt }) =>
        lastReceivedAt ? (
          <Time at={lastReceivedAt} as="relative" />
        ) : (
          <span className={classes.muted}>{t('never')}</span>
        ),
    },
  ]
}

export function EndpointState({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation('events')
  if (endpoint.schemaVersion === 0 || (endpoint.matchBy.length === 0 && endpoint.callbacks.length === 0))
    return <StatusBadge icon={IconAlertTriangle} label={t('stateOf.unfinished')} tone="warning" />
  if (endpoint.drift) return <StatusBadge icon={IconAlertTriangle} label={t('stateOf.drift')} tone="warning" />
  if (endpoint.kept > 0)
    return <StatusBadge icon={IconUserQuestion} label={t('stateOf.kept', { count: endpoint.kept })} tone="warning" />
  return <StatusBadge icon={IconCircleCheck} label={t('stateOf.ready')} tone="success" />
}
