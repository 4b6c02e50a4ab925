import { Button, Loader } from '@mantine/core'
import { IconTestPipe } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Inputs } from '../../../../lib/api/api-types.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { AnchorLink } from '../../../../ui/layout/links.tsx'
import { ConfirmButton } from '../../../../ui/dialogs/confirm-button.tsx'
import { toastError } from '../../../../ui/feedback/toast.ts'
import { buildPath } from '../path/build-path.ts'
import classes from '../participants.module.css'
import { CurrentState } from '../path/current-state.tsx'
import { type RetryOutcome, retryOutcomeOf } from './retry-outcome-of.ts'
import { useParticipantAction } from '../use-participant-action.ts'
import type { Journey } from '../use-journey.ts'

const refreshMs = 1000
const settled: readonly RetryOutcome[] = ['worked', 'failed']
const none = { callouts: [], mails: [], ctas: [], responses: [] }

export type TryWithOnePersonProps = {
  journey: Journey
  /** The filter of the list; one of its enrollments is tried. */
  filter: NonNullable<Inputs['participants']['act']['filter']>
  /** The trial may send something a second time. */
  isInDoubt: boolean
}

/** Retries the step for one parked enrollment and shows the result, before it is retried for all. */
export function TryWithOnePerson({ journey, filter, isInDoubt }: TryWithOnePersonProps) {
  const { t } = useTranslation('participants')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const act = useParticipantAction()
  const [tried, setTried] = useState<{ id: string; recorded: number } | null>(null)
  const { nodeId, failureClass } = filter
  const first = useQuery(
    trpc.participants.list.queryOptions({
      journeyId: journey.id,
      status: 'parked',
      limit: 1,
      ...(nodeId && { nodeId }),
      ...(failureClass && { failureClass }),
    }),
  )
  const person = first.data?.items[0]
  const participant = useQuery(
    trpc.participants.get.queryOptions(
      { journeyId: journey.id, participantId: tried?.id ?? '' },
      {
        enabled: tried !== null,
        refetchInterval: ({ state }) =>
          state.data && tried && settled.some((trial) => trial === retryOutcomeOf(state.data!, tried.recorded))
            ? false
            : refreshMs,
      },
    ),
  )
  const run = async () => {
    if (!person) return
    const participantRef = { journeyId: journey.id, participantId: person.participantId }
    // Executions recorded after this are the result of the retry.
    const before = await queryClient
      .fetchQuery(trpc.participants.get.queryOptions(participantRef, { staleTime: 0 }))
      .catch(() => null)
    if (!before) return toastError(t('parked.tryFailed'))
    act.mutate(
      { journeyId: journey.id, action: 'retry', ids: [person.participantId] },
      {
        onSuccess: ({ people }) =>
          people > 0 && setTried({ id: person.participantId, recorded: before.stepExecutions.length }),
      },
    )
  }
  const journeyRun = participant.data ? buildPath(participant.data, none)[0] : undefined
  const trial = tried && participant.data ? retryOutcomeOf(participant.data, tried.recorded) : null
  return (
    <>
      {isInDoubt ? (
        <ConfirmButton
          size="xs"
          loading={act.isPending}
          question={t('act.retryQuestion')}
          confirmLabel={t('act.retry')}
          confirmColor="brand"
          onConfirm={() => void run()}
        >
          {t('parked.tryOne')}
        </ConfirmButton>
      ) : (
        <Button
          size="xs"
          loading={act.isPending}
          disabled={!person}
          leftSection={<IconTestPipe size={14} stroke={1.75} />}
          onClick={() => void run()}
        >
          {t('parked.tryOne')}
        </Button>
      )}
      {tried && journeyRun && participant.data ? (
        <div className={classes.trial} aria-live="polite">
          <span className={classes.trialHead}>
            {trial === 'underWay' ? <Loader size="xs" /> : null}
            <b>
              {t(`parked.trial.${trial ?? 'underWay'}`, {
                connection: journeyRun.enrollment.waitingFor?.connection ?? '',
              })}
            </b>
            <AnchorLink
              to="/journeys/$journeyId/participants/$participantId"
              params={{ journeyId: journey.id, participantId: tried.id }}
              search={true}
            >
              {participant.data.email ?? participant.data.key}
            </AnchorLink>
          </span>
          <CurrentState journey={journey} journeyRun={journeyRun} />
        </div>
      ) : null}
    </>
  )
}
