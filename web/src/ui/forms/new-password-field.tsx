import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { maxPasswordLength, minPasswordLength } from '../../lib/session/password-rule.ts'

/** For a new password: the rule is shown from the start. */
export function NewPasswordField(props: PasswordInputProps) {
  const { t } = useTranslation('signIn')
  return (
    <PasswordInput
      label={t('password')}
      description={t('passwordRule', { min: minPasswordLength, max: maxPasswordLength })}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
      {...props}
    />
  )
}
