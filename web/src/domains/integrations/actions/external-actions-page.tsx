import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconFileImport, IconPlus, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SavedExternalAction } from '../../../lib/action-drawers.ts'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { type DataColumn, DataList, rowLinkClass } from '../../../ui/lists/data-list.tsx'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { FilterChip } from '../../../ui/lists/filter-chip.tsx'
import { AnchorLink, ButtonLink } from '../../../ui/layout/links.tsx'
import { ListSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import { Page } from '../../../ui/layout/page.tsx'
import { PageHeader } from '../../../ui/layout/page-header.tsx'
import { TabLink, TabLinks } from '../../../ui/layout/tab-links.tsx'
import { Time } from '../../../ui/values/time.tsx'
import { ActionMenu } from './action-menu.tsx'
import classes from './external-actions.module.css'

/** All external actions of the workspace, on any connection. */
export function ExternalActionsPage(): ReactNode {
  const { t } = useTranslation(['externalActions', 'connections', 'events', 'actionImport'])
  const trpc = useTRPC()
  const mayEdit = useHasRole('editor')
  const [typed, setTyped] = useState('')
  const [connectionId, setConnectionId] = useState<string | undefined>()
  const [q] = useDebouncedValue(typed.trim(), 200)
  const connections = useQuery(trpc.connections.list.queryOptions({ limit: 200 }))
  const actions = useInfiniteQuery(
    trpc.externalActions.list.infiniteQueryOptions(
      { ...(q && { q }), ...(connectionId !== undefined && { connectionId }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  )
  const rows = actions.data?.pages.flatMap((page) => page.items)
  const isNew = rows?.length === 0 && q === '' && connectionId === undefined
  const hasConnections = (connections.data?.items.length ?? 0) > 0
  const columns = useColumns(new Map(connections.data?.items.map(({ id, name }) => [id, name])))
  const addButton = (
    <>
      <ButtonLink
        to="/external-actions/import"
        variant="default"
        leftSection={<IconFileImport size={16} stroke={1.5} />}
      >
        {t('actionImport:button')}
      </ButtonLink>
      <ButtonLink to="/external-actions/new" leftSection={<IconPlus size={16} stroke={1.5} />}>
        {t('externalActions:add')}
      </ButtonLink>
    </>
  )
  return (
    <Page>
      <PageHeader title={t('connections:title')} actions={mayEdit && rows && !isNew ? addButton : null} />
      <TabLinks label={t('connections:title')}>
        <TabLink to="/connections">{t('connections:title')}</TabLink>
        <TabLink to="/external-actions">{t('externalActions:title')}</TabLink>
        <TabLink to="/events">{t('events:title')}</TabLink>
      </TabLinks>
      {isNew ? (
        <EmptyState
          motif="road"
          text={t(
            mayEdit
              ? hasConnections
                ? 'externalActions:empty'
                : 'externalActions:emptyNoConnection'
              : 'externalActions:emptyViewer',
          )}
        >
          {!mayEdit ? null : hasConnections ? (
            addButton
          ) : (
            <>
              <ButtonLink to="/external-actions/import" leftSection={<IconFileImport size={16} stroke={1.5} />}>
                {t('actionImport:button')}
              </ButtonLink>
              <ButtonLink to="/connections" variant="default">
                {t('externalActions:toConnections')}
              </ButtonLink>
            </>
          )}
        </EmptyState>
      ) : (
        <div className={classes.body}>
          <div className={classes.listBar}>
            <TextInput
              className={classes.search}
              type="search"
              aria-label={t('externalActions:search')}
              placeholder={t('externalActions:search')}
              leftSection={<IconSearch size={16} stroke={1.5} />}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <FilterChip
              label={t('externalActions:connection')}
              value={connectionId}
              options={(connections.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setConnectionId}
            />
          </div>
          {actions.error ? (
            <ErrorNotice error={actions.error} onRetry={() => void actions.refetch()} />
          ) : !rows ? (
            <ListSkeleton />
          ) : rows.length === 0 ? (
            <EmptyState motif="lost" text={t('externalActions:nothingFound')} />
          ) : (
            <DataList
              label={t('externalActions:title')}
              columns={columns}
              rows={rows}
              rowKey={(action) => action.id}
              rowHeight={60}
              more={actions}
            />
          )}
        </div>
      )}
    </Page>
  )
}

function useColumns(connectionNames: ReadonlyMap<string, string>): DataColumn<SavedExternalAction>[] {
  const { t } = useTranslation('externalActions')
  return [
    {
      key: 'name',
      header: t('name'),
      width: 'minmax(14rem, 3fr)',
      cell: (action) => (
        <span className={classes.two}>
          <Link
            to="/external-actions/$externalActionId"
            params={{ externalActionId: action.id }}
            className={rowLinkClass}
          >
            {action.name}
          </Link>
          <span className={classes.call}>
            {action.method} {action.path || '/'}
          </span>
        </span>
      ),
    },
    {
      key: 'connection',
      header: t('connection'),
      width: 'minmax(10rem, 2fr)',
      cell: (action) => (
        <AnchorLink to="/connections/$connectionId" params={{ connectionId: action.connectionId }} c="dimmed">
          {connectionNames.get(action.connectionId) ?? ''}
        </AnchorLink>
      ),
    },
    {
      key: 'used',
      header: t('usedBy'),
      width: '10rem',
      cell: (action) => <span className={classes.muted}>{t('journeys', { count: action.usedBy.length })}</span>,
    },
    {
      key: 'changed',
      header: t('changed'),
      width: '9rem',
      cell: (action) => (
        <span className={classes.two}>
          <Time at={action.updatedAt} as="relative" />
          <span className={classes.hint}>{t('version', { version: action.version })}</span>
        </span>
      ),
    },
    {
      key: 'menu',
      header: t('actions'),
      headerHidden: true,
      width: '2rem',
      align: 'end',
      cell: (action) => <ActionMenu action={action} />,
    },
  ]
}
