import { Button, PasswordInput } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useContext, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mask as storedSecret } from '@tabiji/shared/auth/mask.ts'
import classes from '../../connections.module.css'
import { AskedAgain } from './asked-again.ts'

export type SecretInputProps = {
  label: string
  value: string
  error?: string
  onChange: (value: string) => void
  autoFocus?: boolean
}

/** Write-only: a stored secret can be replaced but is never shown. */
export function SecretInput({ label, value, error, onChange, autoFocus = false }: SecretInputProps) {
  const { t } = useTranslation('connections')
  const id = useId()
  const [hadStored] = useState(value === storedSecret)
  const changed = useContext(AskedAgain)
  if (value === storedSecret && changed === null) {
    return (
      <div className={classes.secret}>
        <span className={classes.secretLabel} id={id}>
          {label}
        </span>
        <div className={classes.secretStored}>
          <IconLock size={16} stroke={1.5} aria-hidden="true" />
          <span className={classes.mask}>{storedSecret}</span>
          <span className={classes.faint}>{t('auth.stored')}</span>
          <Button variant="default" size="xs" aria-describedby={id} onClick={() => onChange('')}>
            {t('auth.replace')}
          </Button>
        </div>
        {error ? <span className={classes.fieldError}>{error}</span> : null}
      </div>
    )
  }
  return (
    <div className={classes.secret}>
      <PasswordInput
        label={label}
        description={hadStored && changed ? t(`auth.askedAgain.${changed}`) : undefined}
        value={value === storedSecret ? '' : value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
        // Otherwise a password manager would offer the user's own password.
        autoComplete="new-password"
        data-1p-ignore
        spellCheck={false}
        visibilityToggleButtonProps={{ 'aria-label': t('auth.toggleSecret') }}
        data-autofocus={autoFocus || hadStored || undefined}
        // Not while somebody types the address that empties this field.
        autoFocus={hadStored && changed === null}
      />
      {hadStored && changed === null ? (
        <div>
          <Button variant="subtle" color="gray" size="compact-xs" onClick={() => onChange(storedSecret)}>
            {t('auth.keep')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}
