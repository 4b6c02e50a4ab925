import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { useReturnFocus } from '../../../../lib/use-return-focus.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import { SideSheet } from '../../../../ui/layout/side-sheet.tsx'
import { buildPath, type Participant } from '../path/build-path.ts'
import { ParticipantActions } from './participant-actions.tsx'
import { ParticipantFields } from './participant-fields.tsx'
import { ParticipantStatusBadge } from '../participant-status-badge.tsx'
import { JourneyRunView } from '../path/journey-run-view.tsx'
import classes from '../path/path.module.css'
import { CurrentState } from '../path/current-state.tsx'
import { type Journey, useJourney } from '../use-journey.ts'
import { type Records, usePathRecords } from '../path/use-path-records.ts'

const route = getRouteApi('/signed-in/shell/journeys/$journeyId/participants/$participantId')

const refreshMs = 2_000

/** One participant beside the list: the present step, the fields, and every step with its reason. */
export function ParticipantSheet(): ReactNode {
  useReturnFocus()
  const { t } = useTranslation('participants')
  const trpc = useTRPC()
  const { journeyId, participantId } = route.useParams()
  const navigate = route.useNavigate()
  const journey = useJourney(journeyId)
  const participant = useQuery(
    trpc.participants.get.queryOptions(
      { journeyId, participantId },
      { refetchInterval: (query) => (isMoving(query.state.data) ? refreshMs : false) },
    ),
  )
  const { data } = participant
  const records = usePathRecords({ journeyId, participantId }, isMoving(data) ? refreshMs : false)
  const latest = data?.enrollments.at(-1)
  const error = participant.error ?? journey.error
  return (
    <SideSheet
      opened
      size="44rem"
      title={
        <span className={classes.title}>
          <span className={classes.titleName}>{data ? (data.email ?? data.key) : t('person')}</span>
          {latest ? <ParticipantStatusBadge status={latest.status} /> : null}
        </span>
      }
      onClose={() =>
        void navigate({ to: '/journeys/$journeyId/participants', params: { journeyId }, search: (before) => before })
      }
    >
      {error ? (
        <ErrorNotice error={error} onRetry={() => void participant.refetch()} />
      ) : data && journey.data ? (
        <ParticipantDetails journey={journey.data} participant={data} records={records} />
      ) : (
        <FormSkeleton fields={5} />
      )}
    </SideSheet>
  )
}

type ParticipantDetailsProps = { journey: Journey; participant: Participant; records: Records }

function ParticipantDetails({ journey, participant, records }: ParticipantDetailsProps) {
  const { t } = useTranslation('participants')
  const format = useFormat()
  const journeyRuns = buildPath(participant, records)
  return (
    <div className={classes.details}>
      {journeyRuns[0] ? (
        <>
          <CurrentState journey={journey} journeyRun={journeyRuns[0]} />
          <ParticipantActions
            journey={journey}
            journeyRun={journeyRuns[0]}
            participantId={participant.participantId}
            name={participant.email ?? participant.key}
          />
        </>
      ) : null}
      <ParticipantFields definitions={journey.document.fields} values={participant.fields} />
      <section className={classes.section} aria-label={t('path')}>
        <h2 className={classes.heading}>{t('path')}</h2>
        {records.error ? <ErrorNotice error={records.error} /> : null}
        {participant.stepsRemoved ? (
          <p className={classes.muted}>
            {t('stepsRemoved', {
              date: format.date(participant.stepsRemoved.before),
              days: format.number(participant.stepsRemoved.days),
            })}
          </p>
        ) : null}
        {journeyRuns.map((journeyRun) => (
          <JourneyRunView
            key={journeyRun.enrollment.id}
            journey={journey}
            journeyRun={journeyRun}
            isOnly={journeyRuns.length === 1}
            isCut={participant.stepsRemoved !== null}
          />
        ))}
      </section>
    </div>
  )
}

function isMoving(participant: Participant | undefined): boolean {
  return participant?.enrollments.some(({ status }) => status === 'active') ?? false
}
