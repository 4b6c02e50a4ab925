import { UnstyledButton } from '@mantine/core'
import { IconChevronRight, IconHelpCircle, IconTestPipe } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { calloutErrorMessage } from '@tabiji/shared/http-call/failures/callout-error-texts.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { AttemptDetails, type AttemptDetailsProps, type CalloutAttempt } from '../../../../ui/calls/attempt-details.tsx'
import { AnchorLink } from '../../../../ui/layout/links.tsx'
import { OutcomeBadge } from '../../../../ui/calls/outcome-badge.tsx'
import { StatusBadge } from '../../../../ui/feedback/status-badge.tsx'
import { Time } from '../../../../ui/values/time.tsx'
import classes from '../callouts.module.css'

/** A row that expands to the exact request and reply. */
export function AttemptRow({ attempt, ofNode }: { attempt: CalloutAttempt; ofNode: boolean }) {
  const { t } = useTranslation('callouts')
  const format = useFormat()
  const [opened, setOpened] = useState(false)
  const id = useId()
  const locale = useLocale()
  const why = attempt.error && calloutErrorMessage(attempt.error, locale)
  return (
    <li className={classes.attempt} data-opened={opened || undefined}>
      <UnstyledButton
        className={classes.attemptLine}
        aria-expanded={opened}
        aria-controls={id}
        onClick={() => setOpened(!opened)}
      >
        <IconChevronRight size={14} stroke={2} aria-hidden="true" className={classes.chevron} />
        <span className={classes.badges}>
          <OutcomeBadge outcome={attempt.outcome} />
          {attempt.inDoubt ? <StatusBadge icon={IconHelpCircle} tone="warning" label={t('attempts.inDoubt')} /> : null}
          {attempt.isTest ? <StatusBadge icon={IconTestPipe} label={t('attempts.test')} /> : null}
        </span>
        <span className={classes.code}>{attempt.statusCode ?? '–'}</span>
        <span className={classes.what}>
          {ofNode ? (attempt.participantKey ?? requestLine(attempt)) : <What attempt={attempt} />}
          {why ? (
            <span className={classes.why} title={why}>
              {why}
            </span>
          ) : null}
        </span>
        <span className={classes.end}>
          {attempt.attempt > 1 ? t('attempts.attempt', { attempt: attempt.attempt }) : ''}
        </span>
        <span className={classes.end}>{attempt.request ? format.duration(attempt.durationMs) : ''}</span>
        <span className={classes.end}>
          <Time at={attempt.startedAt} as="relative" />
        </span>
      </UnstyledButton>
      {opened ? (
        <div id={id} className={classes.attemptBody}>
          <Details attempt={attempt} ofNode={ofNode} />
        </div>
      ) : null}
    </li>
  )
}

/** In a list of all calls: the action, and the participant. */
function What({ attempt }: { attempt: CalloutAttempt }) {
  const name = useActionName(attempt.externalActionId)
  return (
    <span>
      {name ?? requestLine(attempt)}
      {attempt.participantKey ? <span className={classes.whom}>{attempt.participantKey}</span> : null}
    </span>
  )
}

function Details({ attempt, ofNode }: { attempt: CalloutAttempt; ofNode: boolean }) {
  const { t } = useTranslation('callouts')
  const action = useActionName(attempt.externalActionId)
  const connection = useConnectionName(attempt.connectionId)
  const { journeyId, nodeId, participantId, externalActionId } = attempt
  const context: NonNullable<AttemptDetailsProps['context']>[number][] = []
  if (journeyId && participantId && attempt.participantKey) {
    context.push({
      label: t('attempts.person'),
      value: (
        <AnchorLink to="/journeys/$journeyId/participants/$participantId" params={{ journeyId, participantId }}>
          {attempt.participantKey}
        </AnchorLink>
      ),
    })
  }
  if (journeyId && nodeId && !ofNode) {
    context.push({
      label: t('attempts.step'),
      value: (
        <AnchorLink to="/journeys/$journeyId/nodes/$nodeId/callouts" params={{ journeyId, nodeId }}>
          {t('attempts.allOfStep')}
        </AnchorLink>
      ),
    })
  }
  if (externalActionId) {
    const version = attempt.externalActionVersion
    context.push({
      label: t('attempts.action'),
      value: action ? (
        <>
          <AnchorLink to="/external-actions/$externalActionId" params={{ externalActionId }}>
            {action}
          </AnchorLink>
          {version === null ? null : ` · ${t('attempts.actionVersion', { version })}`}
        </>
      ) : (
        t('attempts.gone')
      ),
    })
  }
  if (connection) {
    context.push({
      label: t('attempts.connection'),
      value: (
        <AnchorLink to="/connections/$connectionId" params={{ connectionId: attempt.connectionId }}>
          {connection}
        </AnchorLink>
      ),
    })
  }
  return <AttemptDetails attempt={attempt} context={context} />
}

// A page of attempts names few actions and connections. Each is loaded once.
const namesStayFreshMs = 60_000

function useActionName(id: string | null): string | undefined {
  const trpc = useTRPC()
  const options = { enabled: id !== null, staleTime: namesStayFreshMs, retry: false }
  return useQuery(trpc.externalActions.get.queryOptions({ id: id ?? '' }, options)).data?.name
}

function useConnectionName(id: string): string | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.connections.get.queryOptions({ id }, { staleTime: namesStayFreshMs, retry: false })).data?.name
}

function requestLine({ request }: CalloutAttempt): string {
  return request ? `${request.method} ${request.url}` : '–'
}
