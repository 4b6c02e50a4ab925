import { Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { locales } from '@tabiji/shared/messages/locale.ts'
import { localeNames } from '../../i18n/locales.ts'
import { useHasRole } from '../../lib/session/session.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { DeleteWorkspace } from './delete-workspace.tsx'
import { type Settings, SettingsForm, SettingsSection } from './settings-form.tsx'
import classes from './settings.module.css'

const timeZones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]

export function WorkspaceSettings(): ReactNode {
  const { t } = useTranslation('settings')
  const mayDelete = useHasRole('owner')
  return (
    <div className={classes.columns}>
      <SettingsSection title={t('workspace.title')} text={t('workspace.text')} skeletonFields={3}>
        {(settings) => <WorkspaceForm settings={settings} />}
      </SettingsSection>
      {mayDelete ? <DeleteWorkspace /> : null}
    </div>
  )
}

function WorkspaceForm({ settings }: { settings: Settings }) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return (
    <SettingsForm
      initialValues={{
        name: settings.name,
        timeZone: settings.timeZone,
        language: settings.language,
      }}
      validate={{
        name: (value) => (value.trim() ? null : t('workspace.nameMissing')),
      }}
      inputOf={(values) => values}
      onSaved={() => queryClient.invalidateQueries(trpc.auth.me.queryFilter())}
    >
      {(form, mayChange) => (
        <>
          <TextInput label={t('workspace.name')} readOnly={!mayChange} {...form.getInputProps('name')} />
          <Select
            label={t('workspace.timeZone')}
            description={t('workspace.timeZoneHelp')}
            data={timeZones}
            searchable
            limit={80}
            nothingFoundMessage={t('workspace.timeZoneNothing')}
            readOnly={!mayChange}
            {...form.getInputProps('timeZone')}
          />
          <Select
            label={t('workspace.language')}
            description={t('workspace.languageHelp')}
            data={locales.map((value) => ({ value, label: localeNames[value] }))}
            allowDeselect={false}
            readOnly={!mayChange}
            {...form.getInputProps('language')}
          />
        </>
      )}
    </SettingsForm>
  )
}
