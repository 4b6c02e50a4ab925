import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAdjustments, IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import { nextCursorOf, rowsOf } from '../../../lib/api/rows-of.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { ListPage } from '../../../ui/pages/list-page.tsx'
import { SearchInput } from '../../../ui/lists/search-input.tsx'
import { useListSearch } from '../../../ui/lists/use-list-search.ts'
import { TabLink, TabLinks } from '../../../ui/layout/tab-links.tsx'
import { toastDone } from '../../../ui/feedback/toast.ts'
import { ConnectionQuotas } from './limits/connection-quotas.tsx'
import { ConnectionDrawer } from './wizard/connection-drawer.tsx'
import { ConnectionList } from './connection-list.tsx'

export function ConnectionsPage(): ReactNode {
  const { t } = useTranslation(['connections', 'events'])
  const trpc = useTRPC()
  const navigate = useNavigate()
  const mayAdd = useHasRole('admin')
  const [adding, { open, close }] = useDisclosure(false)
  const [quotasOpen, quotas] = useDisclosure(false)
  const { typed, setTyped, search: q } = useListSearch()
  const connections = useInfiniteQuery(
    trpc.connections.list.infiniteQueryOptions(q ? { q } : {}, {
      getNextPageParam: nextCursorOf,
      placeholderData: keepPreviousData,
      // Health changes while the page is open.
      refetchInterval: 30_000,
    }),
  )
  const rows = rowsOf(connections)
  const isNew = rows?.length === 0 && q === ''
  const addButton = (
    <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={open}>
      {t('add')}
    </Button>
  )
  return (
    <ListPage
      title={t('title')}
      actions={
        mayAdd ? (
          <>
            <Button variant="default" leftSection={<IconAdjustments size={16} stroke={1.5} />} onClick={quotas.open}>
              {t('quotas.button')}
            </Button>
            {addButton}
          </>
        ) : null
      }
      tabs={
        <TabLinks label={t('title')}>
          <TabLink to="/connections">{t('title')}</TabLink>
          <TabLink to="/external-actions">{t('externalActions')}</TabLink>
          <TabLink to="/events">{t('events:title')}</TabLink>
        </TabLinks>
      }
      firstUse={
        isNew ? (
          <EmptyState motif="plug" text={t(mayAdd ? 'empty' : 'emptyViewer')}>
            {mayAdd ? addButton : null}
          </EmptyState>
        ) : null
      }
      bar={<SearchInput label={t('search')} value={typed} onChange={setTyped} />}
      query={connections}
      rows={rows}
      empty={<EmptyState motif="lost" text={t('nothingFound', { search: q })} />}
      list={(shown) => <ConnectionList rows={shown} more={connections} />}
    >
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
    </ListPage>
  )
}
