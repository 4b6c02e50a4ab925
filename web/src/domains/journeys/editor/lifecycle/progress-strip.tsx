import { Progress } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { toastDone } from '../../../../ui/feedback/toast.ts'
import { useEditor } from '../context/editor-context.tsx'
import classes from './progress-strip.module.css'
import type { JourneyHead } from '../context/journey-head.types.ts'

const pollMs = 1_000

/** Progress of background work on enrollments: the sweep after a publish, or a resume. */
export function ProgressStrip({ head }: { head: JourneyHead }) {
  if (head.resuming) return <Resume {...head.resuming} />
  return head.publishedVersion === null ? null : <Sweep head={head} version={head.publishedVersion} />
}

function Sweep({ head, version }: { head: JourneyHead; version: number }) {
  const { t } = useTranslation('editor')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { journeyId } = useEditor()
  const isRunning = head.state === 'active'
  const { data } = useQuery(
    trpc.journeys.sweepProgress.queryOptions(
      { journeyId },
      {
        staleTime: 0,
        refetchInterval: ({ state }) => (isRunning && state.data && !state.data.isDone ? pollMs : false),
      },
    ),
  )
  // The response may still be for the previous version.
  const isUnderWay = data?.version === version ? !data.isDone && data.total > 0 : false
  const [seen, setSeen] = useState<number | null>(null)
  if (isUnderWay && seen !== version) setSeen(version)
  const hasEnded = seen === version && data?.version === version && data.isDone
  useEffect(() => {
    if (!hasEnded) return
    setSeen(null)
    toastDone(t('sweep.done', { version }))
    void queryClient.invalidateQueries(trpc.journeys.analytics.queryFilter({ journeyId }))
  }, [hasEnded, version, t, queryClient, trpc, journeyId])
  if (!data || !isUnderWay) return null
  return <Strip done={data.done} total={data.total} label={t('sweep.label')} text={isRunning ? 'running' : 'paused'} />
}

function Resume({ done, total }: { done: number; total: number }) {
  const { t } = useTranslation('editor')
  return <Strip done={done} total={total} label={t('sweep.resumeLabel')} text="resuming" />
}

type StripProps = { done: number; total: number; label: string; text: 'running' | 'paused' | 'resuming' }

function Strip({ done, total, label, text }: StripProps) {
  const { t } = useTranslation('editor')
  const format = useFormat()
  return (
    <div className={classes.strip} data-paused={text === 'paused' || undefined}>
      <span role="status">
        {t(`sweep.${text}`, { count: total, done: format.number(done), total: format.number(total) })}
      </span>
      <Progress
        className={classes.bar}
        value={(done / total) * 100}
        aria-label={label}
        size="sm"
        color={text === 'paused' ? 'gray' : undefined}
      />
    </div>
  )
}
