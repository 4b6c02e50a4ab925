import { useMutation, useQueryClient } from '@tanstack/react-query'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import { type DataColumn, DataList, type DataListProps, rowLinkClass } from '../../../ui/lists/data-list.tsx'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import { FormattedNumber } from '../../../ui/values/formatted-number.tsx'
import { StatusBadge } from '../../../ui/feedback/status-badge.tsx'
import { Time } from '../../../ui/values/time.tsx'
import { toastDone, toastError } from '../../../ui/feedback/toast.ts'
import { DeleteJourney } from './delete-journey.tsx'
import { JourneyMenu } from './journey-menu.tsx'
import { JourneyStateBadge } from './journey-state-badge.tsx'
import type { JourneySummary } from './journey-summary.types.ts'

export function JourneyList({
  rows,
  more,
}: {
  rows: readonly JourneySummary[]
  more: NonNullable<DataListProps<never>['more']>
}) {
  const { t } = useTranslation('journeys')
  const format = useFormat()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayDuplicate = useHasRole('editor')
  const mayDelete = useHasRole('admin')
  const [deleting, setDeleting] = useState<JourneySummary | null>(null)
  const duplicate = useMutation(
    trpc.journeys.duplicate.mutationOptions({
      onSuccess: () => toastDone(t('duplicated')),
      onError: toastError,
      onSettled: () => queryClient.invalidateQueries(trpc.journeys.list.pathFilter()),
    }),
  )
  const columns: DataColumn<JourneySummary>[] = [
    {
      key: 'name',
      header: t('name'),
      width: 'minmax(14rem, 3fr)',
      cell: (journey) => (
        <Link to="/journeys/$journeyId" params={{ journeyId: journey.id }} className={rowLinkClass}>
          {journey.name}
        </Link>
      ),
    },
    {
      key: 'state',
      header: t('stateHeader'),
      width: '10rem',
      cell: (journey) => <JourneyStateBadge state={journey.state} />,
    },
    {
      key: 'people',
      header: t('inside'),
      width: '8rem',
      align: 'end',
      cell: (journey) => <FormattedNumber value={journey.peopleInside} />,
    },
    {
      key: 'parked',
      header: t('parked'),
      headerHidden: true,
      width: '8rem',
      cell: ({ id, peopleParked }) =>
        peopleParked > 0 ? (
          <AnchorLink
            to="/journeys/$journeyId/participants"
            params={{ journeyId: id }}
            search={{ status: 'parked' }}
            underline="never"
          >
            <StatusBadge
              icon={IconAlertTriangle}
              tone="danger"
              label={t('parkedHere', { number: format.number(peopleParked) })}
            />
          </AnchorLink>
        ) : null,
    },
    {
      key: 'edited',
      header: t('edited'),
      width: '10rem',
      align: 'end',
      cell: (journey) => <Time at={journey.updatedAt} as="relative" />,
    },
    {
      key: 'menu',
      header: t('actions'),
      headerHidden: true,
      width: '2rem',
      align: 'end',
      cell: (journey) => (
        <JourneyMenu
          journey={journey}
          onDuplicate={mayDuplicate ? () => duplicate.mutate({ journeyId: journey.id }) : undefined}
          onDelete={mayDelete ? () => setDeleting(journey) : undefined}
        />
      ),
    },
  ]
  return (
    <>
      <DataList label={t('title')} columns={columns} rows={rows} rowKey={(journey) => journey.id} more={more} />
      <DeleteJourney journey={deleting} onClose={() => setDeleting(null)} />
    </>
  )
}
