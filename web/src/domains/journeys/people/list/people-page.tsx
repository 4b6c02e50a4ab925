import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { nextCursorOf, rowsOf } from '../../../../lib/api/rows-of.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { type DataColumn, DataList, rowLinkClass } from '../../../../ui/lists/data-list.tsx'
import { EmptyState } from '../../../../ui/feedback/empty-state.tsx'
import { ListPage } from '../../../../ui/pages/list-page.tsx'
import { ButtonLink } from '../../../../ui/layout/links.tsx'
import { FormattedNumber } from '../../../../ui/values/formatted-number.tsx'

type Journey = Outputs['journeys']['list']['items'][number]

/** There are no participants outside journeys yet, so this page links to the journeys. */
export function PeoplePage(): ReactNode {
  const { t } = useTranslation('participants')
  const trpc = useTRPC()
  const journeys = useInfiniteQuery(trpc.journeys.list.infiniteQueryOptions({}, { getNextPageParam: nextCursorOf }))
  const rows = rowsOf(journeys)
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
    <ListPage
      title={t('peopleTitle')}
      description={rows?.length === 0 ? undefined : t('peopleText')}
      query={journeys}
      rows={rows}
      empty={
        <EmptyState motif="people" text={t('peopleEmpty')}>
          <ButtonLink to="/journeys">{t('peopleButton')}</ButtonLink>
        </EmptyState>
      }
      list={(shown) => (
        <DataList label={t('peopleTitle')} columns={columns} rows={shown} rowKey={({ id }) => id} more={journeys} />
      )}
    />
  )
}
