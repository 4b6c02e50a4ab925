import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import { Page } from '../../../ui/layout/page.tsx'
import { PageHeader } from '../../../ui/layout/page-header.tsx'
import { JourneyList } from './journey-list.tsx'
import { NewJourney } from '../templates/new-journey.tsx'
import { OpenSampleButton } from './open-sample-button.tsx'
import classes from './journeys.module.css'

export function JourneysPage(): ReactNode {
  const { t } = useTranslation('journeys')
  const trpc = useTRPC()
  const mayEdit = useHasRole('editor')
  // The sample creates a connection, which only an admin may do.
  const maySample = useHasRole('admin')
  const [creating, { open, close }] = useDisclosure(false)
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 200)
  const journeys = useInfiniteQuery(
    trpc.journeys.list.infiniteQueryOptions(search ? { search } : {}, {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  const rows = journeys.data?.pages.flatMap((page) => page.items)
  const isNew = rows?.length === 0 && search === ''

  return (
    <Page>
      <PageHeader
        title={t('title')}
        actions={
          mayEdit && rows && !isNew ? (
            <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={open}>
              {t('new')}
            </Button>
          ) : null
        }
      />
      {isNew ? (
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
          {journeys.error ? (
            <ErrorNotice error={journeys.error} onRetry={() => void journeys.refetch()} />
          ) : !rows ? (
            <ListSkeleton />
          ) : rows.length === 0 ? (
            <EmptyState motif="lost" text={t('nothingFound', { search })} />
          ) : (
            <JourneyList rows={rows} more={journeys} />
          )}
        </div>
      )}
      <NewJourney opened={creating} onClose={close} />
    </Page>
  )
}
