import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import { nextCursorOf, rowsOf } from '../../../lib/api/rows-of.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { ListPage } from '../../../ui/pages/list-page.tsx'
import { SearchInput } from '../../../ui/lists/search-input.tsx'
import { useListSearch } from '../../../ui/lists/use-list-search.ts'
import { JourneyList } from './journey-list.tsx'
import { NewJourney } from '../templates/new-journey.tsx'
import { OpenSampleButton } from './open-sample-button.tsx'

export function JourneysPage(): ReactNode {
  const { t } = useTranslation('journeys')
  const trpc = useTRPC()
  const mayEdit = useHasRole('editor')
  // The sample creates a connection, which only an admin may do.
  const maySample = useHasRole('admin')
  const [creating, { open, close }] = useDisclosure(false)
  const { typed, setTyped, search } = useListSearch()
  const journeys = useInfiniteQuery(
    trpc.journeys.list.infiniteQueryOptions(search ? { search } : {}, {
      getNextPageParam: nextCursorOf,
      placeholderData: keepPreviousData,
    }),
  )
  const rows = rowsOf(journeys)
  const isNew = rows?.length === 0 && search === ''

  return (
    <ListPage
      title={t('title')}
      actions={
        mayEdit ? (
          <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={open}>
            {t('new')}
          </Button>
        ) : null
      }
      firstUse={
        isNew ? (
          <EmptyState motif="road" text={t(mayEdit ? 'empty' : 'emptyViewer')}>
            {mayEdit ? (
              <>
                {maySample ? <OpenSampleButton /> : null}
                <Button variant={maySample ? 'default' : 'filled'} onClick={open}>
                  {t('blank')}
                </Button>
              </>
            ) : null}
          </EmptyState>
        ) : null
      }
      bar={<SearchInput label={t('search')} value={typed} onChange={setTyped} />}
      query={journeys}
      rows={rows}
      empty={<EmptyState motif="lost" text={t('nothingFound', { search })} />}
      list={(shown) => <JourneyList rows={shown} more={journeys} />}
    >
      <NewJourney opened={creating} onClose={close} />
    </ListPage>
  )
}
