import { TagsInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { issuesOf } from '../../lib/api/api-error.ts'
import { SettingsForm, SettingsSection } from './settings-form.tsx'

export function CalloutsSettings(): ReactNode {
  const { t } = useTranslation('settings')
  return (
    <SettingsSection title={t('callouts.heading')} text={t('callouts.text')} skeletonFields={1}>
      {({ calloutAllow }) => <AllowForm calloutAllow={calloutAllow} />}
    </SettingsSection>
  )
}

function AllowForm({ calloutAllow }: { calloutAllow: string[] }) {
  const { t } = useTranslation('settings')
  return (
    <SettingsForm
      initialValues={{ calloutAllow }}
      inputOf={(values) => values}
      errorsOf={(error, values): Record<string, string> => {
        const refused = issuesOf(error).flatMap(({ path }) => {
          const index = /^calloutAllow\[(\d+)\]$/.exec(path)?.[1]
          return index === undefined ? [] : [values.calloutAllow[Number(index)] ?? '']
        })
        // An address that the host needs for itself is written well; the server says why it cannot be allowed.
        const reasons = issuesOf(error).flatMap(({ code, message }) => (code.startsWith('settings.') ? [message] : []))
        if (reasons.length > 0) return { calloutAllow: reasons.join(' ') }
        return refused.length > 0 ? { calloutAllow: t('callouts.wrong', { entries: refused.join(', ') }) } : {}
      }}
    >
      {(form, mayChange) => (
        <TagsInput
          label={t('callouts.allow')}
          description={t('callouts.allowHelp')}
          placeholder={mayChange ? t('callouts.placeholder') : undefined}
          splitChars={[',', ' ']}
          acceptValueOnBlur
          readOnly={!mayChange}
          {...form.getInputProps('calloutAllow')}
        />
      )}
    </SettingsForm>
  )
}
