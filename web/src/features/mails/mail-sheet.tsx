import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../lib/api-types.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { AnchorLink } from '../../ui/links.tsx'
import { FormSkeleton } from '../../ui/loading-skeleton.tsx'
import { MailContent } from '../../ui/mail-content.tsx'
import { MailStatusBadge } from '../../ui/mail-status.tsx'
import { SideSheet } from '../../ui/side-sheet.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './mails.module.css'

type Mail = Outputs['mails']['get']

export function MailSheet({ mailId, onClose }: { mailId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('mails')
  const trpc = useTRPC()
  const mail = useQuery(trpc.mails.get.queryOptions({ id: mailId ?? '' }, { enabled: mailId !== undefined }))
  return (
    <SideSheet opened={mailId !== undefined} title={mail.data?.subject ?? t('title')} size="44rem" onClose={onClose}>
      {mail.data ? (
        <MailDetails mail={mail.data} />
      ) : mail.error ? (
        <ErrorNotice error={mail.error} onRetry={() => void mail.refetch()} />
      ) : (
        <FormSkeleton fields={4} />
      )}
    </SideSheet>
  )
}

function MailDetails({ mail }: { mail: Mail }) {
  const { t } = useTranslation('mails')
  return (
    <div className={classes.sheet}>
      <KeyValue
        items={[
          { label: t('statusHeader'), value: <MailStatusBadge status={mail.status} /> },
          { label: t('when'), value: <Time at={mail.sentAt ?? mail.createdAt} /> },
          ...(mail.journeyId && mail.participantId
            ? [
                {
                  label: t('participant'),
                  value: (
                    <AnchorLink
                      to="/journeys/$journeyId/participants/$participantId"
                      params={{ journeyId: mail.journeyId, participantId: mail.participantId }}
                      search={{}}
                    >
                      {mail.to}
                    </AnchorLink>
                  ),
                },
              ]
            : []),
          ...(mail.journeyId
            ? [
                {
                  label: t('journey'),
                  value: (
                    <AnchorLink to="/journeys/$journeyId" params={{ journeyId: mail.journeyId }}>
                      {t('openJourney')}
                    </AnchorLink>
                  ),
                },
              ]
            : []),
        ]}
      />
      {mail.status === 'inDoubt' ? <Text>{t('inDoubt')}</Text> : null}
      {mail.error && mail.status !== 'sent' ? <Text c="dimmed">{t('problem', { message: mail.error })}</Text> : null}
      <MailContent mail={mail} />
    </div>
  )
}
