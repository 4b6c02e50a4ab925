import { Text } from '@mantine/core'
import type { FormValidateInput, UseFormReturnType } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Inputs, Outputs } from '../../lib/api/api-types.ts'
import { useTRPC, useTRPCClient } from '../../lib/api/trpc.ts'
import { useHasRole } from '../../lib/session/session.ts'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { toastDone } from '../../ui/feedback/toast.ts'
import { SaveForm } from '../../ui/forms/save-form.tsx'
import { useSaveForm } from '../../ui/forms/use-save-form.ts'
import { Section } from '../../ui/layout/section.tsx'

export type Settings = Outputs['settings']['get']

export type SettingsSectionProps = {
  title: string
  text: string
  skeletonFields: number
  children: (settings: Settings) => ReactNode
}

/** A section that shows a part of the workspace's settings once they are loaded. */
export function SettingsSection({ title, text, skeletonFields, children }: SettingsSectionProps) {
  const trpc = useTRPC()
  const settings = useQuery(trpc.settings.get.queryOptions())
  return (
    <Section title={title} text={text}>
      {settings.data ? (
        children(settings.data)
      ) : settings.error ? (
        <ErrorNotice error={settings.error} onRetry={() => void settings.refetch()} />
      ) : (
        <FormSkeleton fields={skeletonFields} />
      )}
    </Section>
  )
}

export type SettingsFormProps<Values extends Record<string, unknown>> = {
  initialValues: Values
  validate?: FormValidateInput<Values>
  inputOf: (values: Values) => Inputs['settings']['update']
  errorsOf?: (error: unknown, values: Values) => Record<string, string>
  onSaved?: () => unknown
  children: (form: UseFormReturnType<Values>, mayChange: boolean) => ReactNode
}

/** Some fields of the workspace's settings with their save button. Read-only unless the user is an admin. */
export function SettingsForm<Values extends Record<string, unknown>>({
  inputOf,
  onSaved,
  children,
  ...options
}: SettingsFormProps<Values>) {
  const { t } = useTranslation(['settings', 'common'])
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const mayChange = useHasRole('admin')
  const state = useSaveForm({
    ...options,
    save: (values: Values) => client.settings.update.mutate(inputOf(values)),
    onSaved: async (saved) => {
      toastDone(t('settings:saved'))
      queryClient.setQueryData(trpc.settings.get.queryKey(), saved)
      await onSaved?.()
    },
  })
  return (
    <SaveForm
      state={state}
      savesChanges
      submitLabel={t('common:action.save')}
      readOnlyNote={mayChange ? undefined : <Text c="dimmed">{t('settings:adminsOnly')}</Text>}
    >
      {children(state.form, mayChange)}
    </SaveForm>
  )
}
