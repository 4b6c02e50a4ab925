import { Button, Select, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { locales } from '@tabiji/shared/messages/locale.ts'
import { localeNames } from '../../i18n/locales.ts'
import { fieldErrors } from '../../lib/api/api-error.ts'
import type { Outputs } from '../../lib/api/api-types.ts'
import { useHasRole } from '../../lib/session/session.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { Section } from '../../ui/layout/section.tsx'
import { toastDone } from '../../ui/feedback/toast.ts'
import { DeleteWorkspace } from './delete-workspace.tsx'
import classes from './settings.module.css'

type Settings = Outputs['settings']['get']

const timeZones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]

export function WorkspaceSettings(): ReactNode {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const settings = useQuery(trpc.settings.get.queryOptions())
  const mayDelete = useHasRole('owner')
  return (
    <div className={classes.columns}>
      <Section title={t('workspace.title')} text={t('workspace.text')}>
        {settings.data ? (
          <WorkspaceForm settings={settings.data} />
        ) : settings.error ? (
          <ErrorNotice error={settings.error} onRetry={() => void settings.refetch()} />
        ) : (
          <FormSkeleton fields={3} />
        )}
      </Section>
      {mayDelete ? <DeleteWorkspace /> : null}
    </div>
  )
}

function WorkspaceForm({ settings }: { settings: Settings }) {
  const { t } = useTranslation(['settings', 'common'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayChange = useHasRole('admin')
  const form = useForm({
    initialValues: {
      name: settings.name,
      timeZone: settings.timeZone,
      language: settings.language,
      mailFrom: settings.mailFrom ?? '',
    },
    validate: {
      name: (value) => (value.trim() ? null : t('settings:workspace.nameMissing')),
      mailFrom: (value) => (!value.trim() || value.includes('@') ? null : t('settings:workspace.mailFromWrong')),
    },
  })
  const save = useMutation(
    trpc.settings.update.mutationOptions({
      onSuccess: async (saved) => {
        form.resetDirty()
        toastDone(t('settings:saved'))
        queryClient.setQueryData(trpc.settings.get.queryKey(), saved)
        await queryClient.invalidateQueries(trpc.auth.me.queryFilter())
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  )
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={form.onSubmit((values) => save.mutate({ ...values, mailFrom: values.mailFrom.trim() || null }))}
    >
      {save.error ? <ErrorNotice error={save.error} shownElsewhere={Object.keys(form.values)} /> : null}
      <TextInput label={t('settings:workspace.name')} readOnly={!mayChange} {...form.getInputProps('name')} />
      <Select
        label={t('settings:workspace.timeZone')}
        description={t('settings:workspace.timeZoneHelp')}
        data={timeZones}
        searchable
        limit={80}
        nothingFoundMessage={t('settings:workspace.timeZoneNothing')}
        readOnly={!mayChange}
        {...form.getInputProps('timeZone')}
      />
      <Select
        label={t('settings:workspace.language')}
        description={t('settings:workspace.languageHelp')}
        data={locales.map((value) => ({ value, label: localeNames[value] }))}
        allowDeselect={false}
        readOnly={!mayChange}
        {...form.getInputProps('language')}
      />
      <TextInput
        label={t('settings:workspace.mailFrom')}
        description={t('settings:workspace.mailFromHelp')}
        type="email"
        readOnly={!mayChange}
        {...form.getInputProps('mailFrom')}
      />
      {mayChange ? (
        <div className={classes.buttons}>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {t('common:action.save')}
          </Button>
        </div>
      ) : (
        <Text c="dimmed">{t('settings:adminsOnly')}</Text>
      )}
    </form>
  )
}
