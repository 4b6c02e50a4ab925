import { Button } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Inputs } from '../../../../lib/api/api-types.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { EmptyState } from '../../../../ui/feedback/empty-state.tsx'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import { AttemptRow } from './attempt-row.tsx'
import classes from '../callouts.module.css'

export type AttemptListProps = {
  query: Omit<Inputs['callouts']['list'], 'limit' | 'cursor'>
  /** Shown when the list is empty. */
  empty: string
  /** The list is for one node, so journey and action are not shown. */
  ofNode?: boolean
}

export function AttemptList({ query, empty, ofNode = false }: AttemptListProps) {
  const { t } = useTranslation(['callouts', 'common'])
  const trpc = useTRPC()
  const attempts = useInfiniteQuery(
    trpc.callouts.list.infiniteQueryOptions(query, {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  if (attempts.error) return <ErrorNotice error={attempts.error} onRetry={() => void attempts.refetch()} />
  if (!attempts.data) return <ListSkeleton />
  const rows = attempts.data.pages.flatMap((page) => page.items)
  if (rows.length === 0) return <EmptyState motif="pulse" text={empty} />
  return (
    <div aria-busy={attempts.isPlaceholderData}>
      <ul className={classes.attempts} aria-label={t('callouts:attempts.title')}>
        {rows.map((attempt) => (
          <AttemptRow key={attempt.id} attempt={attempt} ofNode={ofNode} />
        ))}
      </ul>
      {attempts.hasNextPage ? (
        <div className={classes.more}>
          <Button variant="default" loading={attempts.isFetchingNextPage} onClick={() => void attempts.fetchNextPage()}>
            {t('common:list.loadMore')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}
