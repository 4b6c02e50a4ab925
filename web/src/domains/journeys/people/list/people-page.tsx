import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { type DataColumn, DataList, rowLinkClass } from '../../../../ui/lists/data-list.tsx'
import { EmptyState } from '../../../../ui/feedback/empty-state.tsx'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { ButtonLink } from '../../../../ui/layout/links.tsx'
import { ListSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import { FormattedNumber } from '../../../../ui/values/formatted-number.tsx'
import { Page } from '../../../../ui/layout/page.tsx'
import { PageHeader } from '../../../../ui/layout/page-header.tsx'

type Journey = Outputs['journeys']['list']['items'][number]

/** There are no participants outside journeys yet, so this page links to the journeys. */
export function PeoplePage(): ReactNode {
  const { t } = useTranslation('participants')
  const trpc = useTRPC()
  const journeys = useInfiniteQuery(
    trpc.journeys.list.infiniteQueryOptions({}, { getNextPageParam: (page) => page.nextCursor ?? undefined }),
  )
  const rows = journeys.data?.pages.flatMap((page) => page.items)
  const columns: DataColumn<Journey>[] = [
    {
      key: 'journey',
      header: t('journey'),
      width: 'minmax(14rem, 3fr)',
      cell: (journey) => (
        <Link
          to="/journeys/$journeyId/participants"
          params={{ journeyId: journey.id }}
          search={{}}
          className={rowLinkClass}
        >
          {journey.name}
        </Link>
      ),
    },
    {
      key: 'inside',
      header: t('inside'),
      width: '10rem',
      align: 'end',
      cell: (journey) => <FormattedNumber value={journey.peopleInside} />,
    },
  ]
  return (
    <Page>
      <PageHeader title={t('peopleTitle')} description={rows?.length === 0 ? undefined : t('peopleText')} />
      {journeys.error ? (
        <ErrorNotice error={journeys.error} onRetry={() => void journeys.refetch()} />
      ) : !rows ? (
        <ListSkeleton />
      ) : rows.length === 0 ? (
        <EmptyState motif="people" text={t('peopleEmpty')}>
          <ButtonLink to="/journeys">{t('peopleButton')}</ButtonLink>
        </EmptyState>
      ) : (
        <DataList label={t('peopleTitle')} columns={columns} rows={rows} rowKey={({ id }) => id} more={journeys} />
      )}
    </Page>
  )
}
