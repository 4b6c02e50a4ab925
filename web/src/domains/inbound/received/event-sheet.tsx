import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { CodeBlock } from '../../../ui/code/code-block.tsx'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import { FormSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import { SideSheet } from '../../../ui/layout/side-sheet.tsx'
import { Time } from '../../../ui/values/time.tsx'
import { EventStatus, useEventResult } from './event-status.tsx'
import type { Endpoint } from '../event-types.ts'
import classes from '../events.module.css'
import type { Replay } from './use-replay.ts'

const replayable: readonly string[] = ['nobody', 'refused', 'failed']

type EventSheetProps = { endpoint: Endpoint; eventId: string | null; onClose: () => void; replay: Replay }

/** One received event: its result with the reason, and the exact request. */
export function EventSheet({ endpoint, eventId, onClose, replay }: EventSheetProps) {
  const { t } = useTranslation('events')
  const trpc = useTRPC()
  const mayReplay = useHasRole('editor')
  const resultOf = useEventResult()
  const found = useQuery(
    trpc.events.get.queryOptions(
      { id: endpoint.id, eventId: eventId ?? '' },
      {
        enabled: eventId !== null,
        refetchInterval: (query) => (query.state.data?.status === 'received' ? 1000 : false),
      },
    ),
  )
  const event = eventId === null ? undefined : found.data
  return (
    <SideSheet opened={eventId !== null} title={t('sheet.title')} onClose={onClose}>
      {found.error ? (
        <ErrorNotice error={found.error} onRetry={() => void found.refetch()} />
      ) : !event ? (
        <FormSkeleton fields={3} />
      ) : (
        <div className={classes.sheet}>
          <div className={classes.sheetHead}>
            <EventStatus status={event.status} />
            <Time at={event.receivedAt} />
          </div>
          {event.reasons.length === 0 && resultOf(event) ? <p className={classes.plain}>{resultOf(event)}</p> : null}
          {event.reasons.length > 0 ? (
            <ul className={classes.reasons}>
              {event.reasons.map((reason, index) => (
                <li key={index}>
                  {event.matched + event.enrolled + event.refused > 1 || reason.item > 0
                    ? `${t('sheet.item', { number: reason.item + 1 })} `
                    : ''}
                  {reason.message}
                  {reason.journeyId === null ? null : (
                    <>
                      {' '}
                      <AnchorLink to="/journeys/$journeyId" params={{ journeyId: reason.journeyId }}>
                        {t('sheet.openJourney')}
                      </AnchorLink>
                    </>
                  )}
                </li>
              ))}
            </ul>
          ) : null}
          {event.drift ? (
            <p className={classes.warning}>
              {t('drift.text', { paths: [...event.drift.missing, ...event.drift.changed].join(t('comma')) })}
            </p>
          ) : null}
          {mayReplay && replayable.includes(event.status) ? (
            <div>
              <Button
                loading={replay.isPending}
                onClick={() => replay.mutate({ id: endpoint.id, eventIds: [event.id] })}
              >
                {t('received.replay')}
              </Button>
            </div>
          ) : null}
          <CodeBlock
            label={t('sheet.payload', { count: event.sizeBytes })}
            code={JSON.stringify(event.payload)}
            maxHeight="none"
          />
        </div>
      )}
    </SideSheet>
  )
}
