import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../../lib/api/api-error.ts'
import { signIn } from '../../lib/session/auth.ts'
import { viewerTimeZone } from '../../lib/format/format.ts'
import { useStartSession } from '../../lib/session/session.ts'
import { useTRPCClient } from '../../lib/api/trpc.ts'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { AuthPage } from './auth-page.tsx'
import classes from './auth-page.module.css'
import { NewPasswordField } from '../../ui/forms/new-password-field.tsx'
import { isPasswordLongEnough, maxPasswordLength, minPasswordLength } from '../../lib/session/password-rule.ts'

const route = getRouteApi('/create-owner')

export function CreateOwnerPage(): ReactNode {
  const { t } = useTranslation('signIn')
  const { needsSetupCode } = route.useLoaderData()
  const client = useTRPCClient()
  const router = useRouter()
  const enter = useStartSession()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', email: '', password: '', workspaceName: '', setupCode: '' },
    validate: {
      name: (value) => (value.trim() ? null : t('nameMissing')),
      email: (value) => (value.includes('@') ? null : t('emailWrong')),
      password: (value) =>
        isPasswordLongEnough(value) ? null : t('passwordShort', { min: minPasswordLength, max: maxPasswordLength }),
      setupCode: (value) => (!needsSetupCode || value.trim() ? null : t('setupCodeMissing')),
    },
  })

  const create = useMutation({
    mutationFn: async ({ workspaceName, setupCode, ...owner }: typeof form.values) => {
      await client.auth.createOwner.mutate({
        ...owner,
        timeZone: viewerTimeZone(),
        ...(workspaceName.trim() && { workspaceName }),
        ...(needsSetupCode && { setupCode: setupCode.trim() }),
      })
      await signIn(owner.email, owner.password)
      await enter()
      router.history.push('/')
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  })

  return (
    <AuthPage title={t('ownerTitle')} text={t('ownerText')}>
      <form className={classes.fields} onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
        {create.error ? <ErrorNotice error={create.error} shownElsewhere={Object.keys(form.values)} /> : null}
        {needsSetupCode ? (
          <TextInput
            key={form.key('setupCode')}
            label={t('setupCode')}
            description={t('setupCodeHelp')}
            autoComplete="one-time-code"
            autoFocus
            {...form.getInputProps('setupCode')}
          />
        ) : null}
        <TextInput
          key={form.key('name')}
          label={t('name')}
          autoComplete="name"
          autoFocus={!needsSetupCode}
          {...form.getInputProps('name')}
        />
        <TextInput
          key={form.key('email')}
          label={t('email')}
          type="email"
          autoComplete="username"
          {...form.getInputProps('email')}
        />
        <NewPasswordField key={form.key('password')} {...form.getInputProps('password')} />
        <TextInput
          key={form.key('workspaceName')}
          label={t('workspaceName')}
          description={t('workspaceNameHelp')}
          autoComplete="organization"
          {...form.getInputProps('workspaceName')}
        />
        <Button type="submit" loading={create.isPending} fullWidth mt="xs">
          {t('ownerButton')}
        </Button>
      </form>
    </AuthPage>
  )
}
