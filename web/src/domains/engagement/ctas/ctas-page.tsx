import { Button, SegmentedControl } from '@mantine/core'
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole, useSession } from '../../../lib/session/session.ts'
import { nextCursorOf, rowsOf } from '../../../lib/api/rows-of.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { FilterChip } from '../../../ui/lists/filter-chip.tsx'
import { ListPage } from '../../../ui/pages/list-page.tsx'
import { CtaList } from './cta-list.tsx'
import { ctaPriorities, type CtaPriority, type CtaSearch, type CtaShow, ctaShows } from './cta-search.ts'
import classes from './ctas.module.css'
import { NewCta } from './new-cta.tsx'
import { useOwners } from './use-owners.ts'

const route = getRouteApi('/signed-in/shell/ctas')

const refreshMs = 10_000

export function CtasPage(): ReactNode {
  const { t } = useTranslation('ctas')
  const trpc = useTRPC()
  const mayEdit = useHasRole('editor')
  const { user } = useSession()
  const search = route.useSearch()
  const { show = 'open', owner, priority, overdue, journeyId } = search
  const navigate = route.useNavigate()
  const [creating, setCreating] = useState(false)
  const setFilter = (filter: { [K in keyof CtaSearch]?: CtaSearch[K] | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...filter }), replace: true })

  const ctas = useInfiniteQuery(
    trpc.ctas.list.infiniteQueryOptions(
      {
        ...(show === 'all' ? {} : { status: show }),
        // Open CTAs are sorted by due date, closed ones by creation.
        sort: show === 'open' ? 'due' : 'newest',
        ...(owner && { owner }),
        ...(priority && { priority }),
        ...(overdue && { overdue }),
        ...(journeyId && { journeyId }),
      },
      {
        getNextPageParam: nextCursorOf,
        placeholderData: keepPreviousData,
        refetchInterval: refreshMs,
      },
    ),
  )
  const rows = rowsOf(ctas)
  const isFiltered = Object.values(search).some((value) => value !== undefined)
  const isEmpty = rows?.length === 0 && !isFiltered
  // When there are closed CTAs, an empty list of open ones is not explained.
  const anyClosed = useQuery(trpc.ctas.list.queryOptions({ limit: 1 }, { enabled: isEmpty }))
  const isNew = isEmpty && anyClosed.data?.items.length === 0

  const journeys = useQuery(trpc.journeys.list.queryOptions({ limit: 200 }))
  const owners = useOwners(rows ?? [])
  const createButton = (
    <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={() => setCreating(true)}>
      {t(isNew ? 'emptyButton' : 'new')}
    </Button>
  )

  return (
    <ListPage
      title={t('title')}
      actions={mayEdit ? createButton : null}
      firstUse={
        isNew ? (
          <EmptyState motif="flag" text={t('empty')}>
            {mayEdit ? createButton : null}
          </EmptyState>
        ) : null
      }
      bar={
        <>
          <SegmentedControl
            aria-label={t('showLabel')}
            value={show}
            data={ctaShows.map((value) => ({ value, label: t(`show.${value}`) }))}
            onChange={(value) =>
              setFilter({ show: (value as CtaShow) === 'open' ? undefined : (value as 'closed' | 'all') })
            }
          />
          <FilterChip
            label={t('owner')}
            value={owner}
            options={owners.map((name) => ({
              value: name,
              label: name === user.name ? `${name} (${t('mine')})` : name,
            }))}
            onChange={(value) => setFilter({ owner: value })}
          />
          <FilterChip
            label={t('priority')}
            value={priority}
            options={ctaPriorities.map((value) => ({ value, label: t(`priorities.${value}`) }))}
            onChange={(value) => setFilter({ priority: value as CtaPriority | undefined })}
          />
          <FilterChip
            label={t('journey')}
            value={journeyId}
            options={(journeys.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(value) => setFilter({ journeyId: value })}
          />
          <Button
            variant="default"
            className={classes.toggle}
            aria-pressed={overdue === true}
            leftSection={<IconAlertTriangle size={16} stroke={1.5} />}
            onClick={() => setFilter({ overdue: overdue ? undefined : true })}
          >
            {t('overdue')}
          </Button>
        </>
      }
      query={ctas}
      // The skeleton stays until the page knows whether closed CTAs exist: the text of an empty list depends on it.
      rows={isEmpty && anyClosed.isPending ? undefined : rows}
      empty={
        <EmptyState motif="flag" text={t('nothingFound')}>
          {isFiltered ? (
            <Button variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
              {t('clearFilters')}
            </Button>
          ) : null}
        </EmptyState>
      }
      list={(shown) => <CtaList rows={shown} more={ctas} withStatus={show !== 'open'} />}
    >
      <NewCta opened={creating} onClose={() => setCreating(false)} />
      <Outlet />
    </ListPage>
  )
}
