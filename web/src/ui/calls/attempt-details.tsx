import { Text } from '@mantine/core'
import { calloutErrorMessage } from '@tabiji/shared/http-call/failures/callout-error-texts.ts'
import { IconHelpCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../i18n/use-locale.ts'
import type { Outputs } from '../../lib/api/api-types.ts'
import { useFormat } from '../../lib/format/use-format.ts'
import classes from './attempt-details.module.css'
import { CopyButton } from '../code/copy-button.tsx'
import { ReplyView, RequestView } from './http-exchange.tsx'
import { KeyValue } from '../values/key-value.tsx'
import { Time } from '../values/time.tsx'

export type CalloutAttempt = Outputs['callouts']['get']

export type AttemptDetailsProps = {
  attempt: CalloutAttempt
  /** Links to the objects of the attempt, shown before its own facts. */
  context?: readonly { label: string; value: ReactNode }[]
}

/** One attempt of a callout: why it ended as it did, the exact request and the exact reply. */
export function AttemptDetails({ attempt, context = [] }: AttemptDetailsProps) {
  const { t } = useTranslation('callouts')
  const format = useFormat()
  const locale = useLocale()
  return (
    <div className={classes.details}>
      {attempt.error ? <Text className={classes.error}>{calloutErrorMessage(attempt.error, locale)}</Text> : null}
      {attempt.inDoubt ? (
        <div className={classes.doubt}>
          <IconHelpCircle size={16} stroke={1.75} aria-hidden="true" />
          <Text>{t('attempts.inDoubtText')}</Text>
        </div>
      ) : null}
      <KeyValue
        items={[
          ...context,
          { label: t('attempts.started'), value: <Time at={attempt.startedAt} /> },
          ...(attempt.request ? [{ label: t('attempts.took'), value: format.duration(attempt.durationMs) }] : []),
          ...(attempt.nextAttemptAt
            ? [{ label: t('attempts.nextAttempt'), value: <Time at={attempt.nextAttemptAt} /> }]
            : []),
          ...(attempt.idempotencyKey
            ? [{ label: t('attempts.key'), value: <Key value={attempt.idempotencyKey} /> }]
            : []),
        ]}
      />
      {attempt.request ? (
        <div className={classes.exchange}>
          <RequestView request={attempt.request} />
          {attempt.reply ? (
            <ReplyView reply={attempt.reply} durationMs={attempt.durationMs} />
          ) : (
            <Text c="dimmed">{t('attempts.noReply')}</Text>
          )}
        </div>
      ) : (
        <Text c="dimmed">{t('attempts.noRequest')}</Text>
      )}
    </div>
  )
}

function Key({ value }: { value: string }) {
  return (
    <span className={classes.key}>
      <code>{value}</code>
      <CopyButton text={value} />
    </span>
  )
}
