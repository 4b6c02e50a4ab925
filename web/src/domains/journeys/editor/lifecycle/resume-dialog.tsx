import { Button, Modal, Radio, Stack } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Inputs, Outputs } from '../../../../lib/api/api-types.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import { toastDone } from '../../../../ui/feedback/toast.ts'
import { useEditor } from '../context/editor-context.tsx'
import classes from './resume-dialog.module.css'
import { SpreadWindow, usualSpreadMinutes } from '../publish/spread-window.tsx'

export type ResumeVerb = 'resume' | 'restart'
type Overdue = NonNullable<Inputs['journeys']['resume']['overdue']>
type Preview = Outputs['journeys']['previewResume']

const choices: readonly Overdue[] = ['send', 'shift', 'skip']
const mostSpreadMinutes = 10_000

/** The number of enrollments that each choice starts together, so that they are spread. */
const spreadBy: Record<Overdue, (counts: Preview) => number> = {
  send: ({ overdue }) => overdue,
  shift: ({ overdueElsewhere }) => overdueElsewhere,
  skip: ({ newcomers }) => newcomers,
}

/** Asks before a resume or restart what happens to enrollments that became due meanwhile. */
export function ResumeDialog({ verb, onClose }: { verb: ResumeVerb | null; onClose: () => void }) {
  const { t } = useTranslation(['editor', 'common'])
  return (
    <Modal
      opened={verb !== null}
      onClose={onClose}
      size="lg"
      title={verb ? t(`editor:resumeDialog.${verb}Title`) : ''}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {verb ? <Question verb={verb} onClose={onClose} /> : null}
    </Modal>
  )
}

function Question({ verb, onClose }: { verb: ResumeVerb; onClose: () => void }) {
  const { t } = useTranslation(['editor', 'common'])
  const trpc = useTRPC()
  const format = useFormat()
  const queryClient = useQueryClient()
  const { journeyId } = useEditor()
  const [overdue, setOverdue] = useState<Overdue>('send')
  const [spreadMinutes, setSpreadMinutes] = useState<number | null>(usualSpreadMinutes)
  const preview = useQuery(trpc.journeys.previewResume.queryOptions({ journeyId }, { staleTime: 0, gcTime: 0 }))
  const options = {
    onSuccess: async ({ resuming }: Outputs['journeys']['resume']) => {
      // With many enrollments, the strip in the editor shows the progress instead.
      if (!resuming) toastDone(t(verb === 'resume' ? 'editor:resumed' : 'editor:restarted'))
      onClose()
      await queryClient.invalidateQueries({ queryKey: trpc.journeys.pathKey() })
    },
  }
  const mutations = {
    resume: useMutation(trpc.journeys.resume.mutationOptions(options)),
    restart: useMutation(trpc.journeys.restart.mutationOptions(options)),
  }
  const resume = mutations[verb]
  if (preview.error) return <ErrorNotice error={preview.error} onRetry={() => void preview.refetch()} />
  if (!preview.data) return <ListSkeleton rows={3} />

  const counts = preview.data
  const { pausedAt, asOf } = counts
  const pause = format.duration(Date.parse(asOf) - Date.parse(pausedAt))
  const hasChoice = counts.overdue > 0 || counts.waiting > 0
  const spread = spreadBy[overdue](counts)
  return (
    <Stack gap={20}>
      <p>{t('editor:resumeDialog.since', { at: format.dateTime(pausedAt), time: pause })}</p>
      {hasChoice ? (
        <Radio.Group
          label={t('editor:resumeDialog.question', { count: counts.overdue, people: format.number(counts.overdue) })}
          value={overdue}
          onChange={(value) => setOverdue(value as Overdue)}
        >
          <Stack gap={8} mt={8}>
            {choices.map((choice) => (
              <Radio.Card key={choice} value={choice} radius="md" className={classes.card}>
                <Radio.Indicator className={classes.mark} />
                <div>
                  <div className={classes.name}>{t(`editor:resumeDialog.${choice}`)}</div>
                  <Consequence choice={choice} counts={counts} pause={pause} />
                </div>
              </Radio.Card>
            ))}
          </Stack>
        </Radio.Group>
      ) : (
        <p>{t('editor:resumeDialog.nobody')}</p>
      )}
      {spread > 0 ? (
        <SpreadWindow people={spread} minutes={spreadMinutes} max={mostSpreadMinutes} onChange={setSpreadMinutes} />
      ) : null}
      {resume.error ? <ErrorNotice error={resume.error} /> : null}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('common:action.cancel')}
        </Button>
        <Button
          leftSection={<IconPlayerPlay size={16} stroke={1.5} />}
          loading={resume.isPending}
          onClick={() =>
            resume.mutate({
              journeyId,
              overdue,
              ...(spreadMinutes === null ? {} : { spreadMinutesPer10k: spreadMinutes }),
            })
          }
        >
          {t(`editor:${verb}`)}
        </Button>
      </div>
    </Stack>
  )
}

/** The effect of a choice, as numbers of people. */
function Consequence({ choice, counts, pause }: { choice: Overdue; counts: Preview; pause: string }) {
  const { t } = useTranslation('editor')
  const format = useFormat()
  const of = (count: number) => ({ count, people: format.number(count), time: pause })
  const { overdue, newcomers, waiting, overdueElsewhere } = counts
  const line = (key: 'shiftText' | 'shiftElsewhere' | 'skipText' | 'skipNewcomers', count: number) =>
    count > 0 ? t(`resumeDialog.${key}`, of(count)) : null
  const lines: Record<Overdue, (string | null)[]> = {
    send: [t('resumeDialog.sendText', of(overdue))],
    shift: [line('shiftText', waiting), line('shiftElsewhere', overdueElsewhere)],
    skip: [line('skipText', overdue - newcomers), line('skipNewcomers', newcomers)],
  }
  return lines[choice].map((line) =>
    line === null ? null : (
      <p key={line} className={classes.text}>
        {line}
      </p>
    ),
  )
}
