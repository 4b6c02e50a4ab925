import { formatPublishChange } from '@tabiji/shared/drafts/format-publish-change.ts'
import { formatNodeName } from '@tabiji/shared/nodes/node-name.ts'
import { Button, Checkbox, Drawer, Select, Textarea } from '@mantine/core'
import { IconAlertCircle, IconRocket } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { isStaleDraft } from '../../../../lib/api/api-error.ts'
import { useHasRole } from '../../../../lib/session/session.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { useNow } from '../../../../lib/use-now.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import { Notice } from '../../../../ui/feedback/notice.tsx'
import { MailServerNotice } from '../../../../ui/mail/mail-server-notice.tsx'
import { toastDone } from '../../../../ui/feedback/toast.ts'
import { BackfillPeople } from './backfill-people.tsx'
import { useEditor, useEditorState, useFindings } from '../context/editor-context.tsx'
import { ProblemsList } from '../checks/problems-list.tsx'
import classes from './publish-sheet.module.css'
import { SpreadWindow, usualSpreadMinutes } from './spread-window.tsx'

type Row = Outputs['journeys']['impact']['rows'][number]

/** For exclusions the choice is about a position, elsewhere it is about a time, so `keep` has another name there. */
function nameOfChoice(row: Row, choice: Exclude<Row['choices'][number], 'moveTo'>) {
  return row.change === 'excluded' && choice === 'keep' ? 'stay' : choice
}

/** Whether the enrollments of the row continue unchanged. */
function leavesAlone(choice: string | null): boolean {
  return choice === 'keep' || choice === 'later' || choice === 'stay'
}

function actsNow(row: Row, choice: string | null): boolean {
  return row.actsNow.some((acting) => acting === choice?.split(':')[0])
}

/** The number of enrollments that a choice starts within the window; null when only reading each one would tell. */
function spreadBy(row: Row, choice: string | null): number | null {
  if (choice === 'retime') return row.dueNow
  return choice === 'recheckNow' || choice === 'backfill' ? row.people : 0
}

const tickFrom = 100
const mostSpreadMinutes = 1440

export function PublishSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['editor', 'common'])
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="44rem"
      padding="lg"
      title={t('editor:publishSheet.title')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {opened ? <Sheet onClose={onClose} /> : null}
    </Drawer>
  )
}

function Sheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('editor')
  const { autosave } = useEditor()
  const { issues } = useFindings()
  const errors = issues.filter(({ severity }) => severity === 'error')
  const [isSaved, setIsSaved] = useState<boolean | null>(null)
  useEffect(() => {
    void autosave.flush().then(setIsSaved)
  }, [autosave])
  if (errors.length > 0) {
    return (
      <div className={classes.sheet}>
        <p className={classes.refusal}>
          <IconAlertCircle size={18} stroke={1.5} aria-hidden="true" />
          {t('publishSheet.errors', { count: errors.length })}
        </p>
        <ProblemsList errorsOnly onChosen={onClose} />
      </div>
    )
  }
  if (isSaved === null) return <ListSkeleton rows={4} />
  if (!isSaved) return <p>{t('publishSheet.needsSave')}</p>
  return <Changes onClose={onClose} />
}

function Changes({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('editor')
  const { t: tCommon } = useTranslation('common')
  const trpc = useTRPC()
  const format = useFormat()
  const queryClient = useQueryClient()
  const { journeyId } = useEditor()
  const locale = useLocale()
  const mayPublish = useHasRole('admin')
  const [choices, setChoices] = useState<Record<string, string>>({})
  const [note, setNote] = useState('')
  const [isConfirmed, setIsConfirmed] = useState(false)
  const [spreadMinutes, setSpreadMinutes] = useState<number | null>(usualSpreadMinutes)
  const impact = useQuery(trpc.journeys.impact.queryOptions({ journeyId }, { staleTime: 0, gcTime: 0 }))
  const now = useNow(true)
  const sendsMails = useEditorState(({ document }) =>
    document.nodes.some(({ kind }) => kind === 'email' || kind === 'survey'),
  )
  const coverage = useQuery(trpc.participants.coverage.queryOptions({ journeyId, fields: [] }))
  const publish = useMutation(
    trpc.journeys.publish.mutationOptions({
      onError: (error) => {
        if (!isStaleDraft(error)) return
        setIsConfirmed(false)
        void impact.refetch()
      },
      onSuccess: async ({ version }) => {
        toastDone(t('publishSheet.done', { version }))
        onClose()
        await queryClient.invalidateQueries({ queryKey: trpc.journeys.pathKey() })
      },
    }),
  )
  if (impact.isPending) return <ListSkeleton rows={4} />
  if (impact.error) return <ErrorNotice error={impact.error} onRetry={() => void impact.refetch()} />

  const { rows, asOf, draftRevision } = impact.data
  const choiceOf = (row: Row) => choices[row.id] ?? row.default
  // Participants added before the first publish are at no node yet, so no row counts them.
  const isFirst = rows.some(({ change }) => change === 'firstPublish')
  const waiting = isFirst ? (coverage.data?.total ?? 0) : 0
  const peopleOf = (row: Row) => (row.change === 'firstPublish' ? waiting : row.people)
  // An enrollment may be in several rows, so the sum is an upper bound.
  const touching = rows.filter((row) => row.people > 0 && !leavesAlone(choiceOf(row)))
  const acting = touching.filter((row) => actsNow(row, choiceOf(row)))
  const touched = sumOf(touching.map((row) => row.people))
  const atOnce = sumOf(acting.map((row) => row.people))
  const needsTick = atOnce > tickFrom
  const spread = rows.map((row) => ({ row, people: spreadBy(row, choiceOf(row)) })).filter(({ people }) => people !== 0)
  const send = () =>
    publish.mutate({
      journeyId,
      draftRevision,
      choices: Object.fromEntries(Object.entries(choices).filter(([id]) => rows.some((row) => row.id === id))),
      ...(spreadMinutes === null ? {} : { spreadMinutesPer10k: spreadMinutes }),
      ...(note.trim() ? { note: note.trim() } : {}),
    })
  return (
    <div className={classes.sheet}>
      {sendsMails ? <MailServerNotice /> : null}
      {rows.length === 0 ? <p>{t('publishSheet.nothing')}</p> : null}
      {rows.length > 0 ? (
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{t('publishSheet.changes')}</th>
              <th className={classes.people}>{t('publishSheet.people')}</th>
              <th>{t('publishSheet.choice')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>
                  {formatPublishChange(row, locale)}
                  {row.nodeId !== undefined && row.choices.includes('backfill') && row.people > 0 ? (
                    <BackfillPeople nodeId={row.nodeId} step={formatNodeName(row.node ?? undefined, locale)} />
                  ) : null}
                </td>
                <td className={classes.people}>{peopleOf(row) > 0 ? format.number(peopleOf(row)) : '–'}</td>
                <td className={classes.choice}>
                  {row.choices.length > 1 && row.people > 0 ? (
                    <Select
                      aria-label={`${t('publishSheet.choice')}: ${formatPublishChange(row, locale)}`}
                      size="xs"
                      data={row.choices.flatMap((choice) =>
                        choice === 'moveTo'
                          ? row.targets.map(({ nodeId, node }) => ({
                              value: `moveTo:${nodeId}`,
                              label: t('publishSheet.moveTo', { step: formatNodeName(node, locale) }),
                            }))
                          : { value: choice, label: t(`publishSheet.choiceName.${nameOfChoice(row, choice)}`) },
                      )}
                      value={choiceOf(row)}
                      onChange={(choice) => choice && setChoices({ ...choices, [row.id]: choice })}
                    />
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {spread.length > 0 ? (
        <SpreadWindow
          people={sumOf(spread.map(({ row, people }) => people ?? row.people))}
          isMost={spread.some(({ people }) => people === null)}
          minutes={spreadMinutes}
          max={mostSpreadMinutes}
          onChange={setSpreadMinutes}
        />
      ) : null}
      <Textarea
        label={t('publishSheet.note')}
        description={t('publishSheet.noteHint')}
        value={note}
        maxLength={2000}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {needsTick ? (
        <Checkbox
          label={t(acting.length > 1 ? 'publishSheet.confirmMost' : 'publishSheet.confirm', { count: atOnce })}
          checked={isConfirmed}
          onChange={(event) => setIsConfirmed(event.currentTarget.checked)}
        />
      ) : null}
      {isStaleDraft(publish.error) ? (
        <Notice role="alert" tone="warning" icon={IconAlertCircle} title={t('publishSheet.stale')}>
          {t('publishSheet.staleText')}
        </Notice>
      ) : publish.error ? (
        <ErrorNotice error={publish.error} />
      ) : null}
      <footer className={classes.foot}>
        <p className={classes.sum}>
          {mayPublish
            ? waiting > 0
              ? t('publishSheet.enter', { count: waiting })
              : touched > 0
                ? t(touching.length > 1 ? 'publishSheet.insideMost' : 'publishSheet.inside', { count: touched })
                : t(isFirst ? 'publishSheet.nobodyAdded' : 'publishSheet.nobody')
            : t('publishSheet.notAllowed')}{' '}
          {mayPublish && waiting === 0
            ? t('publishSheet.asOf', {
                ago: format.relative(asOf, Math.max(now, Date.parse(asOf))) ?? tCommon('time.justNow'),
              })
            : null}
        </p>
        <Button
          leftSection={<IconRocket size={16} stroke={1.5} />}
          loading={publish.isPending || impact.isRefetching}
          disabled={!mayPublish || rows.length === 0 || (needsTick && !isConfirmed)}
          onClick={send}
        >
          {t('publish')}
        </Button>
      </footer>
    </div>
  )
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
