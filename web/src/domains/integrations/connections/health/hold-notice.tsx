import { IconPlugConnectedX } from '@tabler/icons-react'
import { Trans, useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { Notice } from '../../../../ui/feedback/notice.tsx'
import { Time } from '../../../../ui/values/time.tsx'
import type { Connection } from './connection-health.ts'
import { useFailureReason } from './use-failure-reason.ts'

/** That nobody is called through the connection just now: since when, whom that holds, and when it ends by itself. */
export function HoldNotice({ hold }: { hold: NonNullable<Connection['hold']> }) {
  const { t } = useTranslation('connections')
  const format = useFormat()
  const { lastError } = hold
  const reason = useFailureReason({
    lastFailure: lastError && { at: hold.since, outcome: lastError.outcome, statusCode: lastError.status },
  })
  const people = { count: hold.people, number: format.number(hold.people) }
  return (
    <Notice icon={IconPlugConnectedX} tone="warning" role="note" title={t(`hold.${hold.because}.title`)}>
      <p>
        <Trans
          t={t}
          i18nKey={`hold.${hold.because}.text`}
          components={{ since: <Time at={hold.since} as="relative" />, until: <Time at={hold.until} as="relative" /> }}
        />{' '}
        {t(hold.people === 0 ? 'hold.nobody' : 'hold.people', people)} {reason ? t('hold.reason', { reason }) : ''}
      </p>
    </Notice>
  )
}
