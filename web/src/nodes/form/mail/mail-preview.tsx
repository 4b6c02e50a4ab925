import { Button } from '@mantine/core'
import { IconAlertTriangle, IconEye } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import { Notice } from '../../../ui/feedback/notice.tsx'
import { SideSheet } from '../../../ui/layout/side-sheet.tsx'
import { MailContent } from '../../../ui/mail/mail-content.tsx'
import { MailServerNotice } from '../../../ui/mail/mail-server-notice.tsx'
import formClasses from '../form.module.css'
import { useNodeForm } from '../node-form-context.tsx'
import { ParticipantPicker } from '../participant-picker.tsx'
import { SampledValues } from '../sampled-values.tsx'
import classes from './mail-preview.module.css'
import { SendTestMail } from './send-test-mail.tsx'

/** The button of a mail's form that shows the mail as one person would get it, and sends it as a test. */
export function MailPreviewButton({ nodeId }: { nodeId: string }) {
  const { t } = useTranslation('nodes')
  const [opened, setOpened] = useState(false)
  return (
    <div>
      <Button variant="default" leftSection={<IconEye size={16} stroke={1.5} />} onClick={() => setOpened(true)}>
        {t('mailPreview.open')}
      </Button>
      <SideSheet opened={opened} title={t('mailPreview.title')} size="46rem" onClose={() => setOpened(false)}>
        <MailPreview nodeId={nodeId} />
      </SideSheet>
    </div>
  )
}

/** From the saved draft. Nothing is sent until somebody sends it as a test. */
export function MailPreview({ nodeId }: { nodeId: string }) {
  const { t } = useTranslation('nodes')
  const trpc = useTRPC()
  const { journeyId, fields } = useNodeForm()
  const [participantId, setParticipantId] = useState<string | null>(null)
  const person = participantId === null ? {} : { participantId }
  const mail = useQuery(
    trpc.mails.preview.queryOptions(
      { journeyId, nodeId, ...person },
      { staleTime: 0, gcTime: 0, retry: false, placeholderData: keepPreviousData },
    ),
  )
  const missing = mail.data?.missing.map((key) => fields.find((field) => field.key === key)?.label ?? key) ?? []
  return (
    <div className={formClasses.stack}>
      <MailServerNotice />
      <div className={classes.subject}>
        <ParticipantPicker journeyId={journeyId} value={participantId} onChange={setParticipantId} />
      </div>
      {mail.data && mail.data.participantId === null ? (
        <span className={classes.hint}>{t('mailPreview.nobody')}</span>
      ) : null}
      {missing.length > 0 ? (
        <Notice
          icon={IconAlertTriangle}
          tone="warning"
          role="note"
          title={t('mailPreview.missing', { count: missing.length, names: missing.join(t('mailPreview.comma')) })}
        />
      ) : null}
      {!mail.error && mail.data && mail.data.sampled.length > 0 ? <SampledValues sampled={mail.data.sampled} /> : null}
      {mail.error ? (
        <ErrorNotice error={mail.error} onRetry={() => void mail.refetch()} />
      ) : mail.data ? (
        <>
          <MailContent mail={{ ...mail.data, to: mail.data.to ?? t('mailPreview.noAddress') }} />
          <SendTestMail nodeId={nodeId} participantId={mail.data.participantId} />
        </>
      ) : (
        <FormSkeleton fields={4} />
      )}
    </div>
  )
}
