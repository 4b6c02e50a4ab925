import { Text } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../lib/api/trpc.ts'
import { useHasRole } from '../../lib/session/session.ts'
import { Notice } from '../feedback/notice.tsx'
import { AnchorLink } from '../layout/links.tsx'

/** Says, wherever mails are written, published or listed, that nobody receives them while there is no mail server. */
export function MailServerNotice() {
  const trpc = useTRPC()
  const delivery = useQuery(trpc.mails.delivery.queryOptions())
  return delivery.data?.sends === false ? <NoMailServer /> : null
}

function NoMailServer() {
  const { t } = useTranslation('mails')
  const maySetUp = useHasRole('admin')
  return (
    <Notice role="note" tone="warning" icon={IconInbox} title={t('noServerTitle')}>
      <Text>
        {t('noServerText')}{' '}
        {maySetUp ? <AnchorLink to="/settings/mail">{t('noServerLink')}</AnchorLink> : t('noServerAsk')}
      </Text>
    </Notice>
  )
}
