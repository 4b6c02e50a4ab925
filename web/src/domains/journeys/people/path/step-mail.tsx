import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import { MailContent } from '../../../../ui/mail/mail-content.tsx'
import { MailStatusBadge } from '../../../../ui/mail/mail-status.tsx'
import type { Mail } from './build-path.ts'
import { Disclosure } from './disclosure.tsx'

export function StepMail({ mail }: { mail: Mail }) {
  const { t } = useTranslation('participants')
  const trpc = useTRPC()
  const [opened, setOpened] = useState(false)
  const content = useQuery(trpc.mails.get.queryOptions({ id: mail.id }, { enabled: opened }))
  return (
    <Disclosure
      opened={opened}
      onToggle={() => setOpened(!opened)}
      label={
        <>
          <span>{t('openMail')}</span>
          <MailStatusBadge status={mail.status} />
        </>
      }
    >
      {content.data ? (
        <MailContent mail={content.data} />
      ) : content.error ? (
        <ErrorNotice error={content.error} onRetry={() => void content.refetch()} />
      ) : (
        <FormSkeleton fields={2} />
      )}
    </Disclosure>
  )
}
