import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../../lib/api/api-error.ts'
import { useTRPCClient } from '../../lib/api/trpc.ts'
import { isPasswordLongEnough, maxPasswordLength, minPasswordLength } from '../../lib/session/password-rule.ts'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { toastDone } from '../../ui/feedback/toast.ts'
import { NewPasswordField } from '../../ui/forms/new-password-field.tsx'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { AuthPage } from './auth-page.tsx'
import classes from './auth-page.module.css'

/** The token is the fragment of the address, which the browser sends to nobody. */
export function ResetPasswordPage(): ReactNode {
  const { t } = useTranslation('signIn')
  const router = useRouter()
  const client = useTRPCClient()
  const token = router.state.location.hash
  const link = useQuery({
    queryKey: ['password-link', token],
    queryFn: () => client.auth.openPasswordLink.mutate({ token }),
    retry: false,
    gcTime: 0,
  })
  if (link.error) {
    return (
      <AuthPage title={t('resetTitle')}>
        <ErrorNotice error={link.error} />
        <ButtonLink to="/forgot-password" variant="default" fullWidth>
          {t('forgot')}
        </ButtonLink>
      </AuthPage>
    )
  }
  return (
    <AuthPage title={t('resetTitle')} text={t('resetText')}>
      {link.data ? <ResetForm token={token} email={link.data.email} /> : <FormSkeleton fields={2} />}
    </AuthPage>
  )
}

function ResetForm({ token, email }: { token: string; email: string }) {
  const { t } = useTranslation('signIn')
  const client = useTRPCClient()
  const router = useRouter()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: {
      password: (value) =>
        isPasswordLongEnough(value) ? null : t('passwordShort', { min: minPasswordLength, max: maxPasswordLength }),
    },
  })
  const reset = useMutation({
    mutationFn: ({ password }: typeof form.values) => client.auth.resetPassword.mutate({ token, password }),
    onSuccess: async () => {
      toastDone(t('resetDone'))
      await router.navigate({ to: '/sign-in', replace: true })
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  })
  return (
    <form className={classes.fields} onSubmit={form.onSubmit((values) => reset.mutate(values))} noValidate>
      {reset.error ? <ErrorNotice error={reset.error} shownElsewhere={['password']} /> : null}
      <TextInput label={t('email')} value={email} readOnly autoComplete="username" />
      <NewPasswordField key={form.key('password')} autoFocus {...form.getInputProps('password')} />
      <Button type="submit" loading={reset.isPending} fullWidth mt="xs">
        {t('resetButton')}
      </Button>
    </form>
  )
}
