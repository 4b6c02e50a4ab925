import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconRocket } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { EmptyState } from '../../../../ui/feedback/empty-state.tsx'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import { SideSheet } from '../../../../ui/layout/side-sheet.tsx'
import { Time } from '../../../../ui/values/time.tsx'
import { useEditor } from '../context/editor-context.tsx'
import classes from './history-sheet.module.css'

type StateChange = Outputs['journeys']['history']['items'][number]

/** When the journey was started, paused and resumed, and by whom. */
export function HistorySheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('editor')
  return (
    <SideSheet opened={opened} title={t('history.title')} onClose={onClose}>
      {opened ? <History /> : null}
    </SideSheet>
  )
}

function History() {
  const { t } = useTranslation(['editor', 'common'])
  const trpc = useTRPC()
  const { journeyId } = useEditor()
  const history = useInfiniteQuery(
    trpc.journeys.history.infiniteQueryOptions(
      { journeyId },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, staleTime: 0 },
    ),
  )
  if (history.error) return <ErrorNotice error={history.error} onRetry={() => void history.refetch()} />
  if (!history.data) return <ListSkeleton rows={4} />
  const changes = history.data.pages.flatMap(({ items }) => items)
  if (changes.length === 0) return <EmptyState motif="pulse" text={t('editor:history.empty')} />
  return (
    <>
      <ol className={classes.list} aria-label={t('editor:history.title')}>
        {changes.map((change) => (
          <Entry key={change.id} change={change} />
        ))}
      </ol>
      {history.hasNextPage ? (
        <Button variant="default" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t('common:list.loadMore')}
        </Button>
      ) : null}
    </>
  )
}

type Verb = 'published' | 'paused' | 'resumed' | 'stopped' | 'restarted'

const icons: Record<Verb, typeof IconRocket> = {
  published: IconRocket,
  paused: IconPlayerPause,
  resumed: IconPlayerPlay,
  stopped: IconPlayerStop,
  restarted: IconPlayerPlay,
}

function verbOf({ from, to }: StateChange): Verb {
  if (to === 'paused' || to === 'stopped') return to
  if (from === 'paused') return 'resumed'
  return from === 'stopped' ? 'restarted' : 'published'
}

function Entry({ change }: { change: StateChange }) {
  const { t } = useTranslation('editor')
  const format = useFormat()
  const verb = verbOf(change)
  const Icon = icons[verb]
  return (
    <li className={classes.entry}>
      <Icon size={18} stroke={1.5} aria-hidden="true" className={classes.icon} />
      <div>
        <div>{t(`history.${verb}`, { name: change.actor.name })}</div>
        <Details change={change} />
      </div>
      <span className={classes.time} title={format.dateTimeWithZone(change.at)}>
        <Time at={change.at} />
      </span>
    </li>
  )
}

function Details({ change }: { change: StateChange }) {
  const { t } = useTranslation('editor')
  const format = useFormat()
  const { overdue, pausedAt, people, isFinished, at } = change
  const values = { count: people, people: format.number(people) }
  const lines = [
    overdue === null ? (people > 0 ? t('history.inside', values) : null) : t(`history.${overdue}`, values),
    pausedAt === null ? null : t('history.pausedFor', { time: format.duration(Date.parse(at) - Date.parse(pausedAt)) }),
    isFinished ? null : t('history.unfinished'),
  ]
  return lines.map((line) =>
    line === null ? null : (
      <p key={line} className={classes.details}>
        {line}
      </p>
    ),
  )
}
