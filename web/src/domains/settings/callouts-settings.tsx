import { Button, TagsInput, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { issuesOf } from '../../lib/api/api-error.ts'
import { useHasRole } from '../../lib/session/session.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { Section } from '../../ui/layout/section.tsx'
import { toastDone } from '../../ui/feedback/toast.ts'
import classes from './settings.module.css'

export function CalloutsSettings(): ReactNode {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const settings = useQuery(trpc.settings.get.queryOptions())
  return (
    <Section title={t('callouts.heading')} text={t('callouts.text')}>
      {settings.data ? (
        <AllowForm calloutAllow={settings.data.calloutAllow} />
      ) : settings.error ? (
        <ErrorNotice error={settings.error} onRetry={() => void settings.refetch()} />
      ) : (
        <FormSkeleton fields={1} />
      )}
    </Section>
  )
}

function AllowForm({ calloutAllow }: { calloutAllow: string[] }) {
  const { t } = useTranslation(['settings', 'common'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayChange = useHasRole('admin')
  const form = useForm({ initialValues: { calloutAllow } })
  const save = useMutation(
    trpc.settings.update.mutationOptions({
      onSuccess: (saved) => {
        form.resetDirty()
        toastDone(t('settings:saved'))
        queryClient.setQueryData(trpc.settings.get.queryKey(), saved)
      },
      onError: (error) => {
        const refused = issuesOf(error).flatMap(({ path }) => {
          const index = /^calloutAllow\[(\d+)\]$/.exec(path)?.[1]
          return index === undefined ? [] : [form.values.calloutAllow[Number(index)] ?? '']
        })
        if (refused.length > 0)
          form.setFieldError('calloutAllow', t('settings:callouts.wrong', { entries: refused.join(', ') }))
      },
    }),
  )
  const saidBesideField = form.errors.calloutAllow !== undefined
  return (
    <form className={classes.form} onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      {save.error && !saidBesideField ? <ErrorNotice error={save.error} /> : null}
      <TagsInput
        label={t('settings:callouts.allow')}
        description={t('settings:callouts.allowHelp')}
        placeholder={mayChange ? t('settings:callouts.placeholder') : undefined}
        splitChars={[',', ' ']}
        acceptValueOnBlur
        readOnly={!mayChange}
        {...form.getInputProps('calloutAllow')}
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
