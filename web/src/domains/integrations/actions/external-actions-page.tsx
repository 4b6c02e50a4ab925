import { IconFileImport, IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SavedExternalAction } from '../../../lib/action-drawers.ts'
import { useHasRole } from '../../../lib/session/session.ts'
import { nextCursorOf, rowsOf } from '../../../lib/api/rows-of.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { type DataColumn, DataList, rowLinkClass } from '../../../ui/lists/data-list.tsx'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { FilterChip } from '../../../ui/lists/filter-chip.tsx'
import { AnchorLink, ButtonLink } from '../../../ui/layout/links.tsx'
import { ListPage } from '../../../ui/pages/list-page.tsx'
import { SearchInput } from '../../../ui/lists/search-input.tsx'
import { useListSearch } from '../../../ui/lists/use-list-search.ts'
import { TabLink, TabLinks } from '../../../ui/layout/tab-links.tsx'
import { Time } from '../../../ui/values/time.tsx'
import { ActionMenu } from './action-menu.tsx'
import classes from './external-actions.module.css'

/** All external actions of the workspace, on any connection. */
export function ExternalActionsPage(): ReactNode {
  const { t } = useTranslation(['externalActions', 'connections', 'events', 'actionImport'])
  const trpc = useTRPC()
  const mayEdit = useHasRole('editor')
  const [connectionId, setConnectionId] = useState<string | undefined>()
  const { typed, setTyped, search: q } = useListSearch()
  const connections = useQuery(trpc.connections.list.queryOptions({ limit: 200 }))
  const actions = useInfiniteQuery(
    trpc.externalActions.list.infiniteQueryOptions(
      { ...(q && { q }), ...(connectionId !== undefined && { connectionId }) },
      { getNextPageParam: nextCursorOf, placeholderData: keepPreviousData },
    ),
  )
  const rows = rowsOf(actions)
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
    <ListPage
      title={t('connections:title')}
      actions={mayEdit ? addButton : null}
      tabs={
        <TabLinks label={t('connections:title')}>
          <TabLink to="/connections">{t('connections:title')}</TabLink>
          <TabLink to="/external-actions">{t('externalActions:title')}</TabLink>
          <TabLink to="/events">{t('events:title')}</TabLink>
        </TabLinks>
      }
      firstUse={
        isNew ? (
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
        ) : null
      }
      bar={
        <>
          <SearchInput label={t('externalActions:search')} value={typed} onChange={setTyped} />
          <FilterChip
            label={t('externalActions:connection')}
            value={connectionId}
            options={(connections.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setConnectionId}
          />
        </>
      }
      query={actions}
      rows={rows}
      empty={<EmptyState motif="lost" text={t('externalActions:nothingFound')} />}
      list={(shown) => (
        <DataList
          label={t('externalActions:title')}
          columns={columns}
          rows={shown}
          rowKey={(action) => action.id}
          rowHeight={60}
          more={actions}
        />
      )}
    />
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
