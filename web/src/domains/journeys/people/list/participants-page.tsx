import { Button } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { type FailureClass, failureClasses } from '@tabiji/shared/effects/failure-class.ts'
import { IconChevronLeft, IconFileImport, IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../../lib/session/session.ts'
import { nextCursorOf, rowsOf } from '../../../../lib/api/rows-of.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { EmptyState } from '../../../../ui/feedback/empty-state.tsx'
import { ErrorPage } from '../../../../ui/layout/error-page.tsx'
import { FilterChip } from '../../../../ui/lists/filter-chip.tsx'
import { AnchorLink, ButtonLink } from '../../../../ui/layout/links.tsx'
import { ListPage } from '../../../../ui/pages/list-page.tsx'
import { SearchInput } from '../../../../ui/lists/search-input.tsx'
import { AddPerson } from './add-person.tsx'
import { FailureClassIcon } from '../parked/failure-class-icon.tsx'
import { NodeMark } from '../node-mark.tsx'
import { ParkedBar } from '../parked/parked-bar.tsx'
import { ParticipantList } from './participant-list.tsx'
import { participantStatuses, type ParticipantStatus } from '../participant-search.ts'
import { statusIcon } from '../participant-status-badge.tsx'
import classes from '../participants.module.css'
import { useJourney, useJourneyNodes } from '../use-journey.ts'

const route = getRouteApi('/signed-in/shell/journeys/$journeyId/participants')

/** One page is refreshed every few seconds, several pages less often, and very many not at all. */
const refreshMs = 3_000
const mostPagesRefreshed = 8

export function ParticipantsPage(): ReactNode {
  const { t } = useTranslation('participants')
  const trpc = useTRPC()
  const mayEdit = useHasRole('editor')
  const { journeyId } = route.useParams()
  const { status, nodeId, q, failureClass } = route.useSearch()
  const navigate = route.useNavigate()
  const [adding, setAdding] = useState(false)
  const [typed, setTyped] = useState(q ?? '')
  const journey = useJourney(journeyId)
  const nodes = useJourneyNodes(journey.data)
  const setFilter = (filter: {
    status?: ParticipantStatus | undefined
    nodeId?: string | undefined
    q?: string | undefined
    failureClass?: FailureClass | undefined
  }) => void navigate({ search: (before) => ({ ...before, ...filter }), replace: true })
  const search = useDebouncedCallback((text: string) => setFilter({ q: text.trim() || undefined }), 200)

  const people = useInfiniteQuery(
    trpc.participants.list.infiniteQueryOptions(
      {
        journeyId,
        ...(status && { status }),
        ...(nodeId && { nodeId }),
        ...(q && { q }),
        ...(failureClass && { failureClass }),
      },
      {
        getNextPageParam: nextCursorOf,
        placeholderData: keepPreviousData,
        refetchInterval: (query) => {
          const pages = query.state.data?.pages.length ?? 1
          return pages > mostPagesRefreshed ? false : pages * refreshMs
        },
      },
    ),
  )
  const rows = rowsOf(people)
  const isFiltered = status !== undefined || nodeId !== undefined || q !== undefined
  const isEmpty = rows?.length === 0 && !isFiltered

  if (journey.error) return <ErrorPage error={journey.error} reset={() => void journey.refetch()} />
  const importLink = (
    <ButtonLink
      to="/journeys/$journeyId/import"
      params={{ journeyId }}
      variant={isEmpty ? 'filled' : 'default'}
      leftSection={<IconFileImport size={16} stroke={1.5} />}
    >
      {t('import')}
    </ButtonLink>
  )
  const addButton = (
    <Button
      variant={isEmpty ? 'default' : 'filled'}
      leftSection={<IconPlus size={16} stroke={1.5} />}
      onClick={() => setAdding(true)}
    >
      {t('add')}
    </Button>
  )

  return (
    <ListPage
      title={t('title')}
      back={
        <AnchorLink to="/journeys/$journeyId" params={{ journeyId }} c="inherit" className={classes.where}>
          <IconChevronLeft size={14} stroke={1.75} aria-hidden="true" />
          <span>{journey.data?.document.name ?? '\u00a0'}</span>
        </AnchorLink>
      }
      actions={
        mayEdit ? (
          <>
            {importLink}
            {addButton}
          </>
        ) : null
      }
      firstUse={
        isEmpty ? (
          <EmptyState motif="people" text={t(mayEdit ? 'empty' : 'emptyViewer')}>
            {mayEdit ? (
              <>
                {importLink}
                {addButton}
              </>
            ) : null}
          </EmptyState>
        ) : null
      }
      bar={
        <>
          <SearchInput
            label={t('search')}
            value={typed}
            isNarrow
            onChange={(text) => {
              setTyped(text)
              search(text)
            }}
          />
          <FilterChip
            label={t('statusHeader')}
            value={status}
            options={participantStatuses.map((each) => ({
              value: each,
              label: t(`status.${each}`),
              icon: statusIcon(each),
            }))}
            onChange={(value) => setFilter({ status: value as ParticipantStatus | undefined, failureClass: undefined })}
          />
          <FilterChip
            label={t('where')}
            value={nodeId}
            options={(journey.data?.document.nodes ?? []).map((node) => ({
              value: node.id,
              label: nodes.labelOf(node.id),
              icon: <NodeMark kind={node.kind} />,
            }))}
            onChange={(value) => setFilter({ nodeId: value })}
          />
          {status === 'parked' ? (
            <FilterChip
              label={t('parked.cause')}
              value={failureClass}
              options={failureClasses.map((value) => ({
                value,
                label: t(`failureClass.${value}`),
                icon: <FailureClassIcon failureClass={value} />,
              }))}
              onChange={(value) => setFilter({ failureClass: value as FailureClass | undefined })}
            />
          ) : null}
        </>
      }
      notice={
        status === 'parked' && !q && journey.data ? (
          <ParkedBar
            key={`${nodeId ?? ''} ${failureClass ?? ''}`}
            journey={journey.data}
            choice={{ nodeId, failureClass }}
            onChoose={setFilter}
          />
        ) : null
      }
      query={people}
      rows={journey.data && rows}
      skeletonRows={10}
      empty={
        <EmptyState motif="lost" text={t('nothingFound')}>
          <Button
            variant="default"
            onClick={() => {
              setTyped('')
              void navigate({ search: {}, replace: true })
            }}
          >
            {t('clearFilters')}
          </Button>
        </EmptyState>
      }
      list={(shown) => (journey.data ? <ParticipantList journey={journey.data} rows={shown} more={people} /> : null)}
    >
      {journey.data ? <AddPerson journey={journey.data} opened={adding} onClose={() => setAdding(false)} /> : null}
      <Outlet />
    </ListPage>
  )
}
