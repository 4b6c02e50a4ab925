import { SegmentedControl, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AuthDraft, OAuthDraft } from './auth-draft.ts'
import type { FieldsProps } from './auth-fields.types.ts'
import classes from '../connections.module.css'
import { AdvancedFields } from './advanced-fields.tsx'
import { NamedValues } from './named-values.tsx'
import { RedirectUri } from './redirect-uri.tsx'
import { SecretInput } from './secret-input.tsx'

type TextName = 'authorizeUrl' | 'tokenUrl' | 'revokeUrl' | 'clientId' | 'scope' | 'audience' | 'expiredWhen'

/** Client credentials: the system authenticates by itself with an id and a secret. */
export function ClientCredentialsFields(props: FieldsProps) {
  const { t } = useTranslation('connections')
  const { oauth } = props.draft
  const isUnusual =
    oauth.audience !== '' || oauth.extra.length > 0 || oauth.clientAuth.oauth2ClientCredentials !== 'basic'
  return (
    <>
      <Text name="tokenUrl" placeholder="https://login.example.com/oauth/token" {...props} />
      <Text name="clientId" {...props} />
      <Secret {...props} />
      <Text name="scope" {...props} />
      <AdvancedFields
        opened={isUnusual || oauth.expiredWhen !== ''}
        names={['audience', 'expiredWhen']}
        errors={props.errors}
      >
        <ClientAuth kind="oauth2ClientCredentials" {...props} />
        <Text name="audience" {...props} />
        <NamedValues
          rows={oauth.extra}
          help={t('auth.oauth.extraHelp')}
          onChange={(extra) => setter(props)({ extra })}
        />
        <Text name="expiredWhen" placeholder="$.error[?@ == 'token_expired']" {...props} />
      </AdvancedFields>
    </>
  )
}

/** Authorization code: a person signs in to the other system and consents. */
export function AuthorizationCodeFields(props: FieldsProps) {
  const { oauth } = props.draft
  const isUnusual = oauth.clientAuth.oauth2AuthorizationCode !== 'body' || oauth.expiredWhen !== ''
  return (
    <>
      <RedirectUri />
      <Text name="authorizeUrl" placeholder="https://login.example.com/oauth/authorize" {...props} />
      <Text name="tokenUrl" placeholder="https://login.example.com/oauth/token" {...props} />
      <Text name="clientId" {...props} />
      <Secret isOptional {...props} />
      <Text name="scope" {...props} />
      <AdvancedFields
        opened={isUnusual || oauth.revokeUrl !== ''}
        names={['revokeUrl', 'expiredWhen']}
        errors={props.errors}
      >
        <Text name="revokeUrl" {...props} />
        <ClientAuth kind="oauth2AuthorizationCode" {...props} />
        <Text name="expiredWhen" placeholder="$.error[?@ == 'token_expired']" {...props} />
      </AdvancedFields>
    </>
  )
}

function setter({ draft, onChange }: FieldsProps) {
  return (patch: Partial<OAuthDraft>) => onChange({ ...draft, oauth: { ...draft.oauth, ...patch } })
}

function Text({ name, placeholder, ...props }: FieldsProps & { name: TextName; placeholder?: string }) {
  const { t } = useTranslation('connections')
  const set = setter(props)
  return (
    <TextInput
      label={t(`auth.oauth.${name}`)}
      description={t(`auth.oauth.${name}Help`)}
      placeholder={placeholder}
      value={props.draft.oauth[name]}
      error={props.errors[`auth.${name}`]}
      inputMode={name.endsWith('Url') ? 'url' : undefined}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  )
}

function Secret({ isOptional = false, ...props }: FieldsProps & { isOptional?: boolean }) {
  const { t } = useTranslation('connections')
  const set = setter(props)
  return (
    <div className={classes.withHelp}>
      <SecretInput
        label={t('auth.oauth.clientSecret')}
        value={props.draft.oauth.clientSecret}
        error={props.errors['auth.clientSecret']}
        onChange={(clientSecret) => set({ clientSecret })}
      />
      {isOptional ? <span className={classes.hint}>{t('auth.oauth.clientSecretOptional')}</span> : null}
    </div>
  )
}

function ClientAuth({ kind, ...props }: FieldsProps & { kind: keyof AuthDraft['oauth']['clientAuth'] }) {
  const { t } = useTranslation('connections')
  const set = setter(props)
  const { clientAuth } = props.draft.oauth
  return (
    <div className={classes.withHelp}>
      <span className={classes.secretLabel}>{t('auth.oauth.clientAuth')}</span>
      <SegmentedControl
        className={classes.segments}
        aria-label={t('auth.oauth.clientAuth')}
        value={clientAuth[kind]}
        onChange={(way) => set({ clientAuth: { ...clientAuth, [kind]: way === 'basic' ? 'basic' : 'body' } })}
        data={[
          { value: 'basic', label: t('auth.oauth.clientAuthBasic') },
          { value: 'body', label: t('auth.oauth.clientAuthBody') },
        ]}
      />
      <span className={classes.hint}>{t('auth.oauth.clientAuthHelp')}</span>
    </div>
  )
}
