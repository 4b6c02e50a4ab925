import { IconKeyOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../../../ui/feedback/notice.tsx'
import type { Connection } from '../health/connection-health.ts'
import { AccessTokenFailure } from './token-failure.tsx'

/** Explains that the other system gives no access token at the moment, although the authorization is valid. */
export function TokenFailureNotice({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections')
  if (connection.state !== 'authorized' || !connection.accessToken?.failure) return null
  return (
    <Notice icon={IconKeyOff} tone="warning" role="note" title={t('tokenFailing.title')}>
      <AccessTokenFailure connection={connection} />
      <p>{t('tokenFailing.text')}</p>
    </Notice>
  )
}
