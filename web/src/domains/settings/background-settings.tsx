import type { JobName } from '@tabiji/server/app/jobs.ts'
import { Button, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../lib/api/api-types.ts'
import { useFormat } from '../../lib/format/use-format.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { ConfirmButton } from '../../ui/dialogs/confirm-button.tsx'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { toastDone, toastError } from '../../ui/feedback/toast.ts'
import { Section } from '../../ui/layout/section.tsx'
import { type DataColumn, DataList } from '../../ui/lists/data-list.tsx'
import { FormattedNumber } from '../../ui/values/formatted-number.tsx'
import { Time } from '../../ui/values/time.tsx'
import classes from './settings.module.css'

const refreshMs = 5_000

type Work = Outputs['backgroundWork']['list']
type Kind = Work['kinds'][number]
type Run = Work['running'][number]

/** The kinds of background work with their figures, and the runs that failed, run or were cancelled. */
export function BackgroundSettings(): ReactNode {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const work = useQuery(trpc.backgroundWork.list.queryOptions(undefined, { refetchInterval: refreshMs }))
  return (
    <div className={classes.columns}>
      {work.data && work.data.failed.length > 0 ? <FailedRuns runs={work.data.failed} /> : null}
      <Section title={t('background.title')} text={t('background.text')}>
        {work.data ? (
          <Kinds kinds={work.data.kinds} />
        ) : work.error ? (
          <ErrorNotice error={work.error} onRetry={() => void work.refetch()} />
        ) : (
          <ListSkeleton rows={11} />
        )}
      </Section>
      {work.data ? <RunningRuns runs={work.data.running} /> : null}
      {work.data && work.data.cancelled.length > 0 ? <CancelledRuns runs={work.data.cancelled} /> : null}
    </div>
  )
}

function Kinds({ kinds }: { kinds: readonly Kind[] }) {
  const { t } = useTranslation('settings')
  const titleOf = useTitle()
  const isNarrow = useIsNarrow()
  const count = (key: 'waiting' | 'running' | 'failed'): DataColumn<Kind> => ({
    key,
    header: t(`background.${key}`),
    width: isNarrow ? '3.25rem' : '6rem',
    align: 'end',
    cell: (kind) => (kind[key] === 0 ? <Text c="dimmed">0</Text> : <FormattedNumber value={kind[key]} />),
  })
  const kind: DataColumn<Kind> = {
    key: 'kind',
    header: t('background.kind'),
    width: isNarrow ? 'minmax(0, 1fr)' : 'minmax(14rem, 3fr)',
    cell: ({ name }) => {
      const { title, text } = titleOf(name)
      return <TwoLines first={title} second={text} />
    },
  }
  const last: DataColumn<Kind> = {
    key: 'last',
    header: t('background.last'),
    width: '9rem',
    cell: ({ lastFinishedAt }) =>
      lastFinishedAt ? <Time at={lastFinishedAt} as="relative" /> : <Text c="dimmed">{t('background.never')}</Text>,
  }
  const next: DataColumn<Kind> = {
    key: 'next',
    header: t('background.next'),
    width: '9rem',
    cell: ({ isScheduled, nextAt }) =>
      nextAt ? (
        <Time at={nextAt} as="relative" />
      ) : (
        <Text c="dimmed">{isScheduled ? null : t('background.onDemand')}</Text>
      ),
  }
  const columns = isNarrow
    ? [kind, count('running'), count('failed')]
    : [kind, count('waiting'), count('running'), count('failed'), last, next]
  return (
    <DataList label={t('background.title')} columns={columns} rows={kinds} rowKey={({ name }) => name} rowHeight={56} />
  )
}

function FailedRuns({ runs }: { runs: readonly Run[] }) {
  const { t } = useTranslation('settings')
  const isNarrow = useIsNarrow()
  const retry = useRunAction('retry')
  const reason: DataColumn<Run> = {
    key: 'reason',
    header: t('background.reason'),
    width: 'minmax(14rem, 2fr)',
    cell: (run) => <Reason run={run} />,
  }
  const actions: DataColumn<Run> = {
    key: 'actions',
    header: t('background.actions'),
    headerHidden: true,
    width: '6.5rem',
    align: 'end',
    cell: ({ id }) => (
      <Button
        size="xs"
        variant="default"
        loading={retry.isPending && retry.variables.id === id}
        onClick={() => retry.mutate({ id }, { onSuccess: () => toastDone(t('background.retried')) })}
      >
        {t('background.retry')}
      </Button>
    ),
  }
  const kind = useKindColumn((run) => <Reason run={run} />)
  const at = useTimeColumn(t('background.failedAt'), 'finishedAt')
  return (
    <Section title={t('background.failedTitle')} text={t('background.failedText')}>
      <DataList
        label={t('background.failedTitle')}
        columns={isNarrow ? [kind, actions] : [kind, reason, at, actions]}
        rows={runs}
        rowKey={({ id }) => id}
        rowHeight={56}
      />
    </Section>
  )
}

function RunningRuns({ runs }: { runs: readonly Run[] }) {
  const { t } = useTranslation('settings')
  const isNarrow = useIsNarrow()
  const cancel = useRunAction('cancel')
  const actions: DataColumn<Run> = {
    key: 'actions',
    header: t('background.actions'),
    headerHidden: true,
    width: '8rem',
    align: 'end',
    cell: ({ id, isCancellable, isCancelRequested }) =>
      isCancelRequested ? (
        <Text c="dimmed">{t('background.cancelling')}</Text>
      ) : isCancellable ? (
        <ConfirmButton
          size="xs"
          question={t('background.cancelQuestion')}
          confirmLabel={t('background.cancel')}
          onConfirm={() => cancel.mutate({ id })}
        >
          {t('background.cancel')}
        </ConfirmButton>
      ) : null,
  }
  const kind = useKindColumn((run) => <RunProgress run={run} />)
  const progress = useProgressColumn()
  const since = useTimeColumn(t('background.since'), 'startedAt')
  return (
    <Section title={t('background.runningTitle')}>
      {runs.length > 0 ? (
        <DataList
          label={t('background.runningTitle')}
          columns={isNarrow ? [kind, actions] : [kind, progress, since, actions]}
          rows={runs}
          rowKey={({ id }) => id}
        />
      ) : (
        <Text c="dimmed">{t('background.nothingRuns')}</Text>
      )}
    </Section>
  )
}

function CancelledRuns({ runs }: { runs: readonly Run[] }) {
  const { t } = useTranslation('settings')
  const isNarrow = useIsNarrow()
  const kind = useKindColumn((run) => <RunProgress run={run} />)
  const progress = useProgressColumn()
  const at = useTimeColumn(t('background.cancelledAt'), 'finishedAt')
  return (
    <Section title={t('background.cancelledTitle')} text={t('background.cancelledText')}>
      <DataList
        label={t('background.cancelledTitle')}
        columns={isNarrow ? [kind, at] : [kind, progress, at]}
        rows={runs}
        rowKey={({ id }) => id}
      />
    </Section>
  )
}

/** The kind of a run; on a narrow screen with what does not fit into columns below it. */
function useKindColumn(below: (run: Run) => ReactNode): DataColumn<Run> {
  const { t } = useTranslation('settings')
  const titleOf = useTitle()
  const isNarrow = useIsNarrow()
  return {
    key: 'kind',
    header: t('background.kind'),
    width: isNarrow ? 'minmax(0, 1fr)' : 'minmax(10rem, 1fr)',
    cell: (run) =>
      isNarrow ? (
        <span className={classes.wrapped}>
          <span>{titleOf(run.kind).title}</span>
          <span>{below(run)}</span>
        </span>
      ) : (
        titleOf(run.kind).title
      ),
  }
}

function useProgressColumn(): DataColumn<Run> {
  const { t } = useTranslation('settings')
  return {
    key: 'progress',
    header: t('background.progress'),
    width: 'minmax(10rem, 1fr)',
    cell: (run) => <RunProgress run={run} />,
  }
}

function useTimeColumn(header: string, key: 'startedAt' | 'finishedAt'): DataColumn<Run> {
  return {
    key,
    header,
    width: '9rem',
    cell: ({ [key]: at }) => (at === null ? null : <Time at={at} as="relative" />),
  }
}

function Reason({ run: { error } }: { run: Run }) {
  const { t } = useTranslation('settings')
  if (error === null) return null
  return <TwoLines first={t(`background.error.${error.code}`)} second={error.params.detail} language="en" />
}

function RunProgress({ run: { done, total } }: { run: Run }) {
  const { t } = useTranslation('settings')
  const format = useFormat()
  return total === null
    ? t('background.done', { done: format.number(done) })
    : t('background.doneOf', { done: format.number(done), total: format.number(total) })
}

function TwoLines({ first, second, language }: { first: string; second: string | undefined; language?: 'en' }) {
  return (
    <span className={classes.who}>
      <span>{first}</span>
      {second === undefined ? null : (
        <span className={classes.faint} title={second} lang={language}>
          {second}
        </span>
      )}
    </span>
  )
}

function useIsNarrow(): boolean {
  return useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false })
}

function useRunAction(action: 'retry' | 'cancel') {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.backgroundWork[action].mutationOptions({
      onError: toastError,
      onSettled: () => queryClient.invalidateQueries(trpc.backgroundWork.list.queryFilter()),
    }),
  )
}

/** The texts of a kind. Every kind that the server lists has them. */
function useTitle() {
  const { t } = useTranslation('settings')
  return (kind: string) => ({
    title: t(`background.kinds.${kind as JobName}.title`),
    text: t(`background.kinds.${kind as JobName}.text`),
  })
}
