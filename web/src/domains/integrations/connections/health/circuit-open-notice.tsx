import { IconPlugConnectedX } from '@tabler/icons-react'
import { Trans, useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { Notice } from '../../../../ui/feedback/notice.tsx'
import { Time } from '../../../../ui/values/time.tsx'
import type { Connection } from './connection-health.ts'
import { useFailureReason } from './use-failure-reason.ts'

/** Explains that the breaker is open: since when, how many enrollments wait, and when the next probe comes. */
export function CircuitOpenNotice({ circuitOpen }: { circuitOpen: NonNullable<Connection['circuitOpen']> }) {
  const { t } = useTranslation('connections')
  const format = useFormat()
  const { lastError } = circuitOpen
  const reason = useFailureReason({
    lastFailure: lastError && { at: circuitOpen.since, outcome: lastError.outcome, statusCode: lastError.status },
  })
  const people = { count: circuitOpen.people, number: format.number(circuitOpen.people) }
  return (
    <Notice icon={IconPlugConnectedX} tone="warning" role="note" title={t(`circuitOpen.${circuitOpen.because}.title`)}>
      <p>
        <Trans
          t={t}
          i18nKey={`circuitOpen.${circuitOpen.because}.text`}
          components={{
            since: <Time at={circuitOpen.since} as="relative" />,
            until: <Time at={circuitOpen.until} as="relative" />,
          }}
        />{' '}
        {t(circuitOpen.people === 0 ? 'circuitOpen.nobody' : 'circuitOpen.people', people)}{' '}
        {reason ? t('circuitOpen.reason', { reason }) : ''}
      </p>
    </Notice>
  )
}
