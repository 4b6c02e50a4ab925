import { UnstyledButton } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import { nextCursorOf, rowsOf } from '../../../lib/api/rows-of.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ConfirmButton } from '../../../ui/dialogs/confirm-button.tsx'
import { ListContent } from '../../../ui/lists/list-content.tsx'
import { type DataColumn, DataList } from '../../../ui/lists/data-list.tsx'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { FilterChip } from '../../../ui/lists/filter-chip.tsx'
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
        getNextPageParam: nextCursorOf,
        placeholderData: keepPreviousData,
        refetchInterval: 5000,
      },
    ),
  )
  const rows = rowsOf(events)
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
      <ListContent
        query={events}
        rows={rows}
        skeletonRows={4}
        empty={<EmptyState motif="lost" text={t(status ? 'received.nothing' : 'received.empty')} />}
      >
        {(shown) => (
          <DataList
            label={t('received.title')}
            columns={columns}
            rows={shown}
            rowKey={(event) => event.id}
            more={events}
          />
        )}
      </ListContent>
      <EventSheet endpoint={endpoint} eventId={openedId} onClose={() => setOpenedId(null)} replay={replay} />
    </Section>
  )
}
