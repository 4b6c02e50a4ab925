import { Button, PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { changePassword } from '../../lib/session/auth.ts'
import { isPasswordLongEnough, maxPasswordLength, minPasswordLength } from '../../lib/session/password-rule.ts'
import { NewPasswordField } from '../../ui/forms/new-password-field.tsx'
import { Section } from '../../ui/layout/section.tsx'
import { toastDone } from '../../ui/feedback/toast.ts'
import classes from './settings.module.css'

export function ChangePassword() {
  const { t } = useTranslation(['settings', 'signIn'])
  const form = useForm({
    initialValues: { current: '', next: '' },
    validate: {
      current: (value) => (value ? null : t('signIn:passwordMissing')),
      next: (value) =>
        isPasswordLongEnough(value)
          ? null
          : t('signIn:passwordShort', { min: minPasswordLength, max: maxPasswordLength }),
    },
  })
  const change = useMutation({
    mutationFn: ({ current, next }: typeof form.values) => changePassword(current, next),
    onSuccess: (refusal) => {
      if (!refusal) {
        form.reset()
        toastDone(t('settings:you.passwordChanged'))
      } else if (refusal.kind === 'refused') {
        form.setFieldError('next', refusal.message)
      } else if (refusal.kind === 'tooMany') {
        form.setFieldError('current', t('signIn:tooMany', { seconds: refusal.seconds }))
      } else {
        form.setFieldError('current', t(refusal.kind === 'wrong' ? 'settings:you.passwordWrong' : 'signIn:unreachable'))
      }
    },
  })
  return (
    <Section title={t('settings:you.passwordTitle')} text={t('settings:you.passwordText')}>
      <form className={classes.form} onSubmit={form.onSubmit((values) => change.mutate(values))} noValidate>
        <PasswordInput
          label={t('settings:you.passwordCurrent')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn:showPassword') }}
          {...form.getInputProps('current')}
        />
        <NewPasswordField label={t('settings:you.passwordNext')} {...form.getInputProps('next')} />
        <div className={classes.buttons}>
          <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
            {t('settings:you.passwordButton')}
          </Button>
        </div>
      </form>
    </Section>
  )
}
