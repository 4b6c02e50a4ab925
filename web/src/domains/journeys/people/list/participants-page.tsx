import { Button, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { type FailureClass, failureClasses } from '@tabiji/shared/effects/failure-class.ts'
import { IconChevronLeft, IconFileImport, IconPlus, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../../lib/session/session.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { EmptyState } from '../../../../ui/feedback/empty-state.tsx'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { ErrorPage } from '../../../../ui/layout/error-page.tsx'
import { FilterChip } from '../../../../ui/lists/filter-chip.tsx'
import { AnchorLink, ButtonLink } from '../../../../ui/layout/links.tsx'
import { ListSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import { Page } from '../../../../ui/layout/page.tsx'
import { PageHeader } from '../../../../ui/layout/page-header.tsx'
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
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        placeholderData: keepPreviousData,
        refetchInterval: (query) => {
          const pages = query.state.data?.pages.length ?? 1
          return pages > mostPagesRefreshed ? false : pages * refreshMs
        },
      },
    ),
  )
  const rows = people.data?.pages.flatMap((page) => page.items)
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
    <Page>
      <PageHeader
        title={t('title')}
        back={
          <AnchorLink to="/journeys/$journeyId" params={{ journeyId }} c="inherit" className={classes.where}>
            <IconChevronLeft size={14} stroke={1.75} aria-hidden="true" />
            <span>{journey.data?.document.name ?? '\u00a0'}</span>
          </AnchorLink>
        }
        actions={
          mayEdit && rows && !isEmpty ? (
            <>
              {importLink}
              {addButton}
            </>
          ) : null
        }
      />
      {isEmpty ? (
        <EmptyState motif="people" text={t(mayEdit ? 'empty' : 'emptyViewer')}>
          {mayEdit ? (
            <>
              {importLink}
              {addButton}
            </>
          ) : null}
        </EmptyState>
      ) : (
        <div className={classes.list}>
          <div className={classes.filters}>
            <TextInput
              className={classes.search}
              type="search"
              aria-label={t('search')}
              placeholder={t('search')}
              leftSection={<IconSearch size={16} stroke={1.5} />}
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value)
                search(event.currentTarget.value)
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
              onChange={(value) =>
                setFilter({ status: value as ParticipantStatus | undefined, failureClass: undefined })
              }
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
          </div>
          {status === 'parked' && !q && journey.data ? (
            <ParkedBar
              key={`${nodeId ?? ''} ${failureClass ?? ''}`}
              journey={journey.data}
              choice={{ nodeId, failureClass }}
              onChoose={setFilter}
            />
          ) : null}
          {people.error ? (
            <ErrorNotice error={people.error} onRetry={() => void people.refetch()} />
          ) : !rows || !journey.data ? (
            <ListSkeleton rows={10} />
          ) : rows.length === 0 ? (
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
          ) : (
            <ParticipantList journey={journey.data} rows={rows} more={people} />
          )}
        </div>
      )}
      {journey.data ? <AddPerson journey={journey.data} opened={adding} onClose={() => setAdding(false)} /> : null}
      <Outlet />
    </Page>
  )
}
