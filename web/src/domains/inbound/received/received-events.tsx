import { UnstyledButton } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ConfirmButton } from '../../../ui/dialogs/confirm-button.tsx'
import { type DataColumn, DataList } from '../../../ui/lists/data-list.tsx'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { FilterChip } from '../../../ui/lists/filter-chip.tsx'
import { ListSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import { Section } from '../../../ui/layout/section.tsx'
import { Time } from '../../../ui/values/time.tsx'
import { EventSheet } from './event-sheet.tsx'
import { EventStatus, useEventResult } from './event-status.tsx'
import type { Endpoint, EventFilter, ReceivedEvent } from '../event-types.ts'
import classes from '../events.module.css'
import { useReplay } from './use-replay.ts'

const filters: readonly EventFilter[] = ['kept', 'received', 'processed', 'nobody', 'refused', 'failed', 'duplicate']

/** Received events with their results, newest first. Events that matched no one can be replayed. */
export function ReceivedEvents({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation('events')
  const trpc = useTRPC()
  const resultOf = useEventResult()
  const [status, setStatus] = useState<EventFilter | undefined>()
  const [openedId, setOpenedId] = useState<string | null>(null)
  const replay = useReplay(endpoint.id)
  const mayReplay = useHasRole('editor')
  const events = useInfiniteQuery(
    trpc.events.list.infiniteQueryOptions(
      { id: endpoint.id, ...(status && { status }) },
      {
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        placeholderData: keepPreviousData,
        refetchInterval: 5000,
      },
    ),
  )
  const rows = events.data?.pages.flatMap((page) => page.items)
  const columns: DataColumn<ReceivedEvent>[] = [
    {
      key: 'when',
      header: t('received.when'),
      width: '11rem',
      cell: (event) => (
        <UnstyledButton className={classes.open} onClick={() => setOpenedId(event.id)}>
          <Time at={event.receivedAt} />
        </UnstyledButton>
      ),
    },
    { key: 'status', header: t('state'), width: '11rem', cell: (event) => <EventStatus status={event.status} /> },
    {
      key: 'result',
      header: t('received.result'),
      width: 'minmax(14rem, 3fr)',
      cell: (event) => <span className={classes.oneLine}>{resultOf(event)}</span>,
    },
  ]
  return (
    <Section
      title={t('received.title')}
      text={t('received.text')}
      actions={
        mayReplay && endpoint.kept > 0 ? (
          <ConfirmButton
            question={t('received.replayQuestion', { count: endpoint.kept })}
            confirmLabel={t('received.replay')}
            confirmColor="brand"
            loading={replay.isPending}
            onConfirm={() => replay.mutate({ id: endpoint.id })}
          >
            {t('received.replayAll', { count: endpoint.kept })}
          </ConfirmButton>
        ) : null
      }
    >
      <div>
        <FilterChip
          label={t('state')}
          value={status}
          options={filters.map((value) => ({ value, label: t(`filter.${value}`) }))}
          onChange={(value) => setStatus(value as EventFilter | undefined)}
        />
      </div>
      {events.error ? (
        <ErrorNotice error={events.error} onRetry={() => void events.refetch()} />
      ) : !rows ? (
        <ListSkeleton rows={4} />
      ) : rows.length === 0 ? (
        <EmptyState motif="lost" text={t(status ? 'received.nothing' : 'received.empty')} />
      ) : (
        <DataList
          label={t('received.title')}
          columns={columns}
          rows={rows}
          rowKey={(event) => event.id}
          more={events}
        />
      )}
      <EventSheet endpoint={endpoint} eventId={openedId} onClose={() => setOpenedId(null)} replay={replay} />
    </Section>
  )
}
