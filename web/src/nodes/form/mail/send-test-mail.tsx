import { Button, TextInput } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { useHasRole, useSession } from '../../../lib/session/session.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { toastDone } from '../../../ui/feedback/toast.ts'
import { useNodeForm } from '../node-form-context.tsx'
import classes from './mail-preview.module.css'

type SendTestMailProps = { nodeId: string; participantId: string | null }

/** Sends the mail with the values of this person to whoever is at work on it. The person gets nothing. */
export function SendTestMail({ nodeId, participantId }: SendTestMailProps) {
  const { t } = useTranslation('nodes')
  const trpc = useTRPC()
  const { journeyId } = useNodeForm()
  const { user } = useSession()
  const maySend = useHasRole('editor')
  const [to, setTo] = useState(user.email)
  const send = useMutation(
    trpc.mails.sendTest.mutationOptions({ onSuccess: () => toastDone(t('mailPreview.sent', { to })) }),
  )
  if (!maySend) return null
  return (
    <form
      className={classes.test}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate({ journeyId, nodeId, to, ...(participantId === null ? {} : { participantId }) })
      }}
    >
      <div className={classes.testLine}>
        <TextInput
          className={classes.testAddress}
          label={t('mailPreview.testTo')}
          type="email"
          value={to}
          onChange={(event) => {
            setTo(event.currentTarget.value)
            send.reset()
          }}
        />
        <Button
          type="submit"
          variant="default"
          loading={send.isPending}
          disabled={to.trim() === ''}
          leftSection={<IconSend size={16} stroke={1.5} />}
        >
          {t('mailPreview.send')}
        </Button>
      </div>
      <span className={classes.hint}>{t('mailPreview.testHint')}</span>
      {send.error ? <ErrorNotice error={send.error} /> : null}
    </form>
  )
}
