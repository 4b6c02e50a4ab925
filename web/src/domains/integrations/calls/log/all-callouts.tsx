import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { useNow } from '../../../../lib/use-now.ts'
import { FilterChip } from '../../../../ui/lists/filter-chip.tsx'
import { AttemptList } from './attempt-list.tsx'
import { calloutQueryOf, type CalloutSearch } from '../callout-search.ts'
import classes from '../callouts.module.css'
import { ExportButton } from '../export-button.tsx'
import { FilterBar, omit, RangeControl } from '../filter-bar.tsx'

const route = getRouteApi('/signed-in/shell/activity/callouts')

/** All calls of the workspace, including tests. */
export function AllCallouts(): ReactNode {
  const { t } = useTranslation('callouts')
  const search: CalloutSearch = route.useSearch()
  const navigate = route.useNavigate()
  const now = useNow(true)
  const extra = useNamedFilters(search)
  const trpc = useTRPC()
  const connections = useQuery(trpc.connections.list.queryOptions({ limit: 200 }))
  const show = (next: CalloutSearch) => void navigate({ search: next, replace: true, resetScroll: false })
  const query = calloutQueryOf(search, now)
  const isFiltered = Object.keys(omit(search, 'range')).length > 0
  return (
    <div className={classes.all}>
      <div className={classes.bar}>
        <FilterBar search={search} extra={extra} onChange={show}>
          <FilterChip
            label={t('attempts.connection')}
            value={search.connectionId}
            options={(connections.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(connectionId) =>
              show({ ...omit(search, 'connectionId'), ...(connectionId !== undefined && { connectionId }) })
            }
          />
        </FilterBar>
        <div className={classes.barEnd}>
          <RangeControl
            range={search.range ?? 'week'}
            onChange={(range) => show({ ...omit(search, 'from', 'to'), range })}
          />
          <ExportButton query={query} />
        </div>
      </div>
      <AttemptList query={query} empty={t(isFiltered ? 'attempts.empty' : 'attempts.emptyAll')} />
    </div>
  )
}

/** The filters from a link, in words. */
function useNamedFilters(search: CalloutSearch): { label: string; without: CalloutSearch }[] {
  const { t } = useTranslation('callouts')
  const trpc = useTRPC()
  const { externalActionId, journeyId, participantId } = search
  const action = useQuery(
    trpc.externalActions.get.queryOptions(
      { id: externalActionId ?? '' },
      { enabled: !!externalActionId, retry: false },
    ),
  )
  const journey = useQuery(
    trpc.journeys.get.queryOptions({ journeyId: journeyId ?? '' }, { enabled: !!journeyId, retry: false }),
  )
  const unknown = '…'
  return [
    ...(externalActionId
      ? [
          {
            label: t('filter.action', { name: action.data?.name ?? unknown }),
            without: omit(search, 'externalActionId'),
          },
        ]
      : []),
    ...(journeyId
      ? [
          {
            label: t('filter.journey', { name: journey.data?.document.name ?? unknown }),
            without: omit(search, 'journeyId', 'nodeId'),
          },
        ]
      : []),
    ...(participantId ? [{ label: t('filter.person'), without: omit(search, 'participantId') }] : []),
  ]
}
