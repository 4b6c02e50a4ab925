import { IconPlugConnectedX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { Notice } from '../../../../ui/feedback/notice.tsx'
import { needsConsent } from '../auth/auth-draft.ts'
import type { Connection } from '../health/connection-health.ts'
import { AccessTokenFailure } from './token-failure.tsx'

/** Explains that a connection without authorization defers all calls, how many enrollments wait, and how to fix it. */
export function StoppedNotice({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections')
  const trpc = useTRPC()
  const format = useFormat()
  const use = useQuery(
    trpc.connections.use.queryOptions({ id: connection.id }, { enabled: connection.state !== 'authorized' }),
  )
  if (connection.state === 'authorized') return null
  const people = use.data?.people
  const waitsForConsent = connection.state === 'unauthorized' && needsConsent(connection.auth.kind)
  return (
    <Notice icon={IconPlugConnectedX} tone="warning" role="note" title={t(`stopped.${connection.state}.title`)}>
      <AccessTokenFailure connection={connection} />
      <p>
        {waitsForConsent ? t('stopped.consent') : t(`stopped.${connection.state}.text`)}{' '}
        {people === undefined
          ? null
          : t(people === 0 ? 'circuitOpen.nobody' : 'circuitOpen.people', {
              count: people,
              number: format.number(people),
            })}
      </p>
    </Notice>
  )
}
