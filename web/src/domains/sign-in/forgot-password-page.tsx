import { Button, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../../lib/api/api-error.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { AuthPage } from './auth-page.tsx'
import classes from './auth-page.module.css'

export function ForgotPasswordPage(): ReactNode {
  const { t } = useTranslation('signIn')
  const trpc = useTRPC()
  const status = useQuery(trpc.auth.status.queryOptions())
  if (status.error) {
    return (
      <AuthPage title={t('forgotTitle')}>
        <ErrorNotice error={status.error} onRetry={() => void status.refetch()} />
      </AuthPage>
    )
  }
  if (!status.data) {
    return (
      <AuthPage title={t('forgotTitle')}>
        <FormSkeleton fields={1} />
      </AuthPage>
    )
  }
  return status.data.mailsPasswords ? (
    <MailForm />
  ) : (
    <AuthPage title={t('forgotTitle')} text={t('forgotNoMail')}>
      <BackToSignIn />
    </AuthPage>
  )
}

function MailForm() {
  const { t } = useTranslation('signIn')
  const trpc = useTRPC()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '' },
    validate: { email: (value) => (value.includes('@') ? null : t('emailWrong')) },
  })
  const request = useMutation(
    trpc.auth.requestPasswordMail.mutationOptions({ onError: (error) => form.setErrors(fieldErrors(error)) }),
  )
  if (request.isSuccess) {
    return (
      <AuthPage title={t('forgotSentTitle')}>
        <Text role="status">{t('forgotSent', { email: request.variables.email })}</Text>
        <BackToSignIn />
      </AuthPage>
    )
  }
  return (
    <AuthPage title={t('forgotTitle')} text={t('forgotText')}>
      <form className={classes.fields} onSubmit={form.onSubmit((values) => request.mutate(values))} noValidate>
        {request.error ? <ErrorNotice error={request.error} shownElsewhere={['email']} /> : null}
        <TextInput
          key={form.key('email')}
          label={t('email')}
          type="email"
          autoComplete="username"
          autoFocus
          {...form.getInputProps('email')}
        />
        <Button type="submit" loading={request.isPending} fullWidth mt="xs">
          {t('forgotButton')}
        </Button>
        <BackToSignIn />
      </form>
    </AuthPage>
  )
}

function BackToSignIn() {
  const { t } = useTranslation('signIn')
  return (
    <ButtonLink to="/sign-in" variant="default" fullWidth>
      {t('backToSignIn')}
    </ButtonLink>
  )
}
