import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from '../../connections.module.css'
import { AuthText } from './auth-text.tsx'
import type { KindFieldsProps } from './define-auth-form.ts'
import type { NamedValue } from './named-value.ts'
import { SecretInput } from './secret-input.tsx'

/** Shared by both OAuth kinds, so that common values are kept when the kind changes. */
export type OAuthValues = {
  authorizeUrl: string
  tokenUrl: string
  revokeUrl: string
  clientId: string
  clientSecret: string
  scope: string
  audience: string
  clientAuth: 'basic' | 'body'
  extra: NamedValue[]
  expiredWhen: string
}

export function blankOAuth(clientAuth: OAuthValues['clientAuth']): OAuthValues {
  return {
    authorizeUrl: '',
    tokenUrl: '',
    revokeUrl: '',
    clientId: '',
    clientSecret: '',
    scope: '',
    audience: '',
    clientAuth,
    extra: [],
    expiredWhen: '',
  }
}

export type OAuthFieldsProps = KindFieldsProps<OAuthValues>

type TextName = 'authorizeUrl' | 'tokenUrl' | 'revokeUrl' | 'clientId' | 'scope' | 'audience' | 'expiredWhen'

export function OAuthText({ name, ...props }: OAuthFieldsProps & { name: TextName; placeholder?: string }) {
  const { t } = useTranslation('connections')
  return <AuthText name={name} label={t(`auth.oauth.${name}`)} description={t(`auth.oauth.${name}Help`)} {...props} />
}

export function ClientSecret({
  isOptional = false,
  values,
  errors,
  onChange,
}: OAuthFieldsProps & { isOptional?: boolean }) {
  const { t } = useTranslation('connections')
  return (
    <div className={classes.withHelp}>
      <SecretInput
        label={t('auth.oauth.clientSecret')}
        value={values.clientSecret}
        error={errors['auth.clientSecret']}
        onChange={(clientSecret) => onChange({ clientSecret })}
      />
      {isOptional ? <span className={classes.hint}>{t('auth.oauth.clientSecretOptional')}</span> : null}
    </div>
  )
}

export function ClientAuth({ values, onChange }: OAuthFieldsProps) {
  const { t } = useTranslation('connections')
  return (
    <div className={classes.withHelp}>
      <span className={classes.secretLabel}>{t('auth.oauth.clientAuth')}</span>
      <SegmentedControl
        className={classes.segments}
        aria-label={t('auth.oauth.clientAuth')}
        value={values.clientAuth}
        onChange={(way) => onChange({ clientAuth: way === 'basic' ? 'basic' : 'body' })}
        data={[
          { value: 'basic', label: t('auth.oauth.clientAuthBasic') },
          { value: 'body', label: t('auth.oauth.clientAuthBody') },
        ]}
      />
      <span className={classes.hint}>{t('auth.oauth.clientAuthHelp')}</span>
    </div>
  )
}
