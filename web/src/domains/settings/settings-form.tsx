import { Button, Text } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../../lib/api/api-error.ts'
import type { Inputs, Outputs } from '../../lib/api/api-types.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { useHasRole } from '../../lib/session/session.ts'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { toastDone } from '../../ui/feedback/toast.ts'
import { Section } from '../../ui/layout/section.tsx'
import classes from './settings.module.css'

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

export type SettingsFormProps<Values> = {
  form: UseFormReturnType<Values>
  inputOf: (values: Values) => Inputs['settings']['update']
  /** For a form whose fields are not named by the paths of the server; without an error of a field a notice shows it. */
  errorsOf?: (error: unknown) => Record<string, string>
  onSaved?: () => unknown
  /** Only admins change settings; for everybody else the fields are read-only. */
  children: (mayChange: boolean) => ReactNode
}

/** Fields of the workspace's settings with their button. */
export function SettingsForm<Values extends Record<string, unknown>>({
  form,
  inputOf,
  errorsOf,
  onSaved,
  children,
}: SettingsFormProps<Values>) {
  const { t } = useTranslation(['settings', 'common'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayChange = useHasRole('admin')
  const save = useMutation(
    trpc.settings.update.mutationOptions({
      onSuccess: async (saved) => {
        form.resetDirty()
        toastDone(t('settings:saved'))
        queryClient.setQueryData(trpc.settings.get.queryKey(), saved)
        await onSaved?.()
      },
      onError: (error) => form.setErrors((errorsOf ?? fieldErrors)(error)),
    }),
  )
  const isBesideField = errorsOf !== undefined && Object.keys(form.errors).length > 0
  return (
    <form className={classes.form} noValidate onSubmit={form.onSubmit((values) => save.mutate(inputOf(values)))}>
      {save.error && !isBesideField ? (
        <ErrorNotice error={save.error} shownElsewhere={errorsOf ? [] : Object.keys(form.values)} />
      ) : null}
      {children(mayChange)}
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
