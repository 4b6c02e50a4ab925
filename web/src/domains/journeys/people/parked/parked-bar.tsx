import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../../lib/session/session.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { ConfirmButton } from '../../../../ui/dialogs/confirm-button.tsx'
import { ConfirmDialog } from '../../../../ui/dialogs/confirm-dialog.tsx'
import { ParticipantActionMenu } from '../participant-action-menu.tsx'
import { type ParkedChoice, ParkedGroups } from './parked-groups.tsx'
import classes from '../participants.module.css'
import { TryWithOnePerson } from './try-with-one-person.tsx'
import { useParticipantAction } from '../use-participant-action.ts'
import { type Journey, useJourneyNodes } from '../use-journey.ts'

const refreshMs = 5_000

/** Failure classes that leave the delivery in doubt: a retry may deliver a second time. */
const inDoubt: readonly string[] = ['inDoubt', 'down']

type Asked = { action: 'skip' | 'drop' } | { action: 'move'; nodeId: string }

export type ParkedBarProps = { journey: Journey; choice: ParkedChoice; onChoose: (choice: ParkedChoice) => void }

/** Above a list of parked enrollments: what went wrong for how many, and the actions for those in the list. */
export function ParkedBar({ journey, choice, onChoose }: ParkedBarProps) {
  const { t } = useTranslation('participants')
  const format = useFormat()
  const trpc = useTRPC()
  const mayEdit = useHasRole('editor')
  const nodes = useJourneyNodes(journey)
  const act = useParticipantAction()
  const [asked, setAsked] = useState<Asked | null>(null)
  const parked = useQuery(
    trpc.participants.parked.queryOptions({ journeyId: journey.id }, { refetchInterval: refreshMs }),
  )
  const chosen = (parked.data?.items ?? []).filter(
    (group) =>
      (choice.nodeId === undefined || group.nodeId === choice.nodeId) &&
      (choice.failureClass === undefined || group.failureClass === choice.failureClass),
  )
  const people = chosen.reduce((sum, group) => sum + group.people, 0)
  if (!parked.data || parked.data.items.length === 0) return null

  const filter = {
    status: 'parked' as const,
    ...(choice.nodeId && { nodeId: choice.nodeId }),
    ...(choice.failureClass && { failureClass: choice.failureClass }),
  }
  const words = { count: people, number: format.number(people) }
  const mayBeDoubled = chosen.some(({ failureClass }) => inDoubt.includes(failureClass))
  const run = (wish: { action: 'retry' } | Asked) => act.mutate({ journeyId: journey.id, filter, ...wish })
  return (
    <section className={classes.parked} aria-label={t('parked.title')}>
      <ParkedGroups journey={journey} parked={parked.data.items} choice={choice} onChoose={onChoose} />
      {mayEdit && people > 0 ? (
        <div className={classes.bar}>
          <span>{t(journey.state === 'active' ? 'act.parked' : 'parked.notRunning', words)}</span>
          {journey.state === 'active' ? (
            <span className={classes.barActions}>
              <TryWithOnePerson journey={journey} filter={filter} isInDoubt={mayBeDoubled} />
              <ConfirmButton
                size="xs"
                loading={act.isPending}
                question={[t('act.retryAllQuestion', words), mayBeDoubled ? t('parked.maybeTwice') : '']
                  .join(' ')
                  .trim()}
                confirmLabel={t('act.retry')}
                confirmColor="brand"
                onConfirm={() => run({ action: 'retry' })}
              >
                {t('parked.retryAll', words)}
              </ConfirmButton>
              <ParticipantActionMenu
                journey={journey}
                nodeId={choice.nodeId}
                disabled={act.isPending}
                position="bottom-end"
                onSkip={() => setAsked({ action: 'skip' })}
                onMove={(nodeId) => setAsked({ action: 'move', nodeId })}
                onDrop={() => setAsked({ action: 'drop' })}
              />
            </span>
          ) : null}
        </div>
      ) : null}
      <ConfirmDialog
        opened={asked !== null}
        title={t(`parked.ask.${asked?.action ?? 'skip'}`, {
          ...words,
          step: asked?.action === 'move' ? nodes.labelOf(asked.nodeId) : '',
        })}
        confirmLabel={t(`parked.confirm.${asked?.action ?? 'skip'}`)}
        busy={act.isPending}
        onConfirm={() => {
          if (asked) run(asked)
          setAsked(null)
        }}
        onClose={() => setAsked(null)}
      >
        {t(`parked.askText.${asked?.action ?? 'skip'}`)}
      </ConfirmDialog>
    </section>
  )
}
