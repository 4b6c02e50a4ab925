import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconAdjustments, IconPlus, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import { Page } from '../../../ui/layout/page.tsx'
import { PageHeader } from '../../../ui/layout/page-header.tsx'
import { TabLink, TabLinks } from '../../../ui/layout/tab-links.tsx'
import { toastDone } from '../../../ui/feedback/toast.ts'
import { ConnectionQuotas } from './limits/connection-quotas.tsx'
import { ConnectionDrawer } from './wizard/connection-drawer.tsx'
import { ConnectionList } from './connection-list.tsx'
import classes from './connections.module.css'

export function ConnectionsPage(): ReactNode {
  const { t } = useTranslation(['connections', 'events'])
  const trpc = useTRPC()
  const navigate = useNavigate()
  const mayAdd = useHasRole('admin')
  const [adding, { open, close }] = useDisclosure(false)
  const [quotasOpen, quotas] = useDisclosure(false)
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const connections = useInfiniteQuery(
    trpc.connections.list.infiniteQueryOptions(q ? { q } : {}, {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      // Health changes while the page is open.
      refetchInterval: 30_000,
    }),
  )
  const rows = connections.data?.pages.flatMap((page) => page.items)
  const isNew = rows?.length === 0 && q === ''
  const addButton = (
    <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={open}>
      {t('add')}
    </Button>
  )
  return (
    <Page>
      <PageHeader
        title={t('title')}
        actions={
          mayAdd && rows && !isNew ? (
            <>
              <Button variant="default" leftSection={<IconAdjustments size={16} stroke={1.5} />} onClick={quotas.open}>
                {t('quotas.button')}
              </Button>
              {addButton}
            </>
          ) : null
        }
      />
      <TabLinks label={t('title')}>
        <TabLink to="/connections">{t('title')}</TabLink>
        <TabLink to="/external-actions">{t('externalActions')}</TabLink>
        <TabLink to="/events">{t('events:title')}</TabLink>
      </TabLinks>
      {isNew ? (
        <EmptyState motif="plug" text={t(mayAdd ? 'empty' : 'emptyViewer')}>
          {mayAdd ? addButton : null}
        </EmptyState>
      ) : (
        <div className={classes.body}>
          <TextInput
            className={classes.search}
            type="search"
            aria-label={t('search')}
            placeholder={t('search')}
            leftSection={<IconSearch size={16} stroke={1.5} />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {connections.error ? (
            <ErrorNotice error={connections.error} onRetry={() => void connections.refetch()} />
          ) : !rows ? (
            <ListSkeleton />
          ) : rows.length === 0 ? (
            <EmptyState motif="lost" text={t('nothingFound', { search: q })} />
          ) : (
            <ConnectionList rows={rows} more={connections} />
          )}
        </div>
      )}
      {mayAdd ? <ConnectionQuotas opened={quotasOpen} onClose={quotas.close} /> : null}
      <ConnectionDrawer
        opened={adding}
        offersImport
        onClose={close}
        onSaved={(connection) => {
          close()
          toastDone(t('added', { name: connection.name }))
          void navigate({ to: '/connections/$connectionId', params: { connectionId: connection.id } })
        }}
      />
    </Page>
  )
}
