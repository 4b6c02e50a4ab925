import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Refusal, signIn } from '../../lib/session/auth.ts'
import { useStartSession } from '../../lib/session/session.ts'
import { AnchorLink } from '../../ui/layout/links.tsx'
import { AuthPage } from './auth-page.tsx'
import classes from './auth-page.module.css'

const route = getRouteApi('/sign-in')

export function SignInPage(): ReactNode {
  const { t } = useTranslation('signIn')
  const { next } = route.useSearch()
  const router = useRouter()
  const enter = useStartSession()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.includes('@') ? null : t('emailWrong')),
      password: (value) => (value ? null : t('passwordMissing')),
    },
  })

  const attempt = useMutation({
    mutationFn: async (values: typeof form.values) => {
      const refusal = await signIn(values.email, values.password)
      if (refusal) return refusal
      await enter()
      router.history.push(next ?? '/')
      return null
    },
    onSuccess: (refusal) => {
      if (refusal) form.setFieldError('password', refusalText(refusal))
    },
    onError: () => form.setFieldError('password', t('unreachable')),
  })

  function refusalText(refusal: Refusal): string {
    if (refusal.kind === 'tooMany') return t('tooMany', { seconds: refusal.seconds })
    return refusal.kind === 'wrong' ? t('wrong') : t('unreachable')
  }

  return (
    <AuthPage title={t('title')}>
      <form className={classes.fields} onSubmit={form.onSubmit((values) => attempt.mutate(values))} noValidate>
        <TextInput
          key={form.key('email')}
          label={t('email')}
          type="email"
          autoComplete="username"
          autoFocus
          {...form.getInputProps('email')}
        />
        <PasswordInput
          key={form.key('password')}
          label={t('password')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={attempt.isPending} fullWidth mt="xs">
          {t('button')}
        </Button>
        <AnchorLink to="/forgot-password" size="sm">
          {t('forgot')}
        </AnchorLink>
      </form>
    </AuthPage>
  )
}
