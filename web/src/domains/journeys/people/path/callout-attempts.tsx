import { Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { AttemptDetails } from '../../../../ui/calls/attempt-details.tsx'
import { OutcomeBadge } from '../../../../ui/calls/outcome-badge.tsx'
import type { Callout } from './build-path.ts'
import classes from './path.module.css'
import { Disclosure } from './disclosure.tsx'

/** The attempts of one step, first attempt first. Each expands to its request and reply. */
export function CalloutAttempts({ callouts, inDoubt }: { callouts: readonly Callout[]; inDoubt: boolean }) {
  const { t } = useTranslation('participants')
  if (callouts.length === 0 && !inDoubt) return null
  return (
    <div className={classes.attempts}>
      {inDoubt ? <Text className={classes.muted}>{t('inDoubt')}</Text> : null}
      {callouts.map((callout) => (
        <CalloutAttempt key={callout.id} callout={callout} />
      ))}
    </div>
  )
}

function CalloutAttempt({ callout }: { callout: Callout }) {
  const { t } = useTranslation('participants')
  const format = useFormat()
  const [opened, setOpened] = useState(false)
  return (
    <Disclosure
      opened={opened}
      onToggle={() => setOpened(!opened)}
      label={
        <>
          <span>{t('callout', { attempt: callout.attempt })}</span>
          <OutcomeBadge outcome={callout.outcome} />
          <span className={classes.muted}>
            {[
              callout.statusCode === null ? '' : t('calloutStatus', { status: callout.statusCode }),
              format.duration(callout.durationMs),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </>
      }
    >
      <AttemptDetails attempt={callout} />
    </Disclosure>
  )
}
