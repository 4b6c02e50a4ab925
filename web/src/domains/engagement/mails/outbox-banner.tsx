import { Text } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Trans, useTranslation } from 'react-i18next'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { Notice } from '../../../ui/feedback/notice.tsx'

const example = 'smtps://user:password@mail.example.com'

/** Explains that these mails are not delivered, so that no one waits for a response. */
export function OutboxBanner() {
  const { t } = useTranslation('mails')
  const trpc = useTRPC()
  const delivery = useQuery(trpc.mails.delivery.queryOptions(undefined, { staleTime: Infinity }))
  if (delivery.data?.sends !== false) return null
  return (
    <Notice role="note" tone="warning" icon={IconInbox} title={t('noServerTitle')}>
      <Text>
        <Trans t={t} i18nKey="noServerText" values={{ example }} components={{ code: <code /> }} />
      </Text>
    </Notice>
  )
}
