import { NumberInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type JwtAlgorithm, jwtAlgorithms } from '@tabiji/shared/auth/jwt-algorithm.ts'
import type { HmacDraft, JwtDraft } from './auth-draft.ts'
import type { FieldsProps } from './auth-fields.types.ts'
import classes from '../connections.module.css'
import { AdvancedFields } from './advanced-fields.tsx'
import { NamedValues } from './named-values.tsx'
import { SecretInput } from './secret-input.tsx'

/** A JWT signed with a private key; the other system has the public key. */
export function JwtFields({ draft, onChange, errors }: FieldsProps) {
  const { t } = useTranslation('connections')
  const { jwt } = draft
  const set = (patch: Partial<JwtDraft>) => onChange({ ...draft, jwt: { ...jwt, ...patch } })
  const text = (name: 'keyId' | 'issuer' | 'subject' | 'audience' | 'tokenUrl' | 'scope' | 'expiredWhen') => (
    <TextInput
      label={t(`auth.jwt.${name}`)}
      description={t(`auth.jwt.${name}Help`)}
      value={jwt[name]}
      error={errors[`auth.${name}`]}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  )
  const isUnusual = jwt.keyId !== '' || jwt.claims.length > 0 || jwt.lifetimeSeconds !== 300 || jwt.expiredWhen !== ''
  return (
    <>
      <Select
        label={t('auth.jwt.algorithm')}
        description={t('auth.jwt.algorithmHelp')}
        data={[...jwtAlgorithms]}
        value={jwt.algorithm}
        allowDeselect={false}
        onChange={(algorithm) => set({ algorithm: algorithm as JwtAlgorithm })}
      />
      <div className={classes.withHelp}>
        <SecretInput
          label={t('auth.jwt.key')}
          value={jwt.key}
          error={errors['auth.key']}
          onChange={(key) => set({ key })}
        />
        <span className={classes.hint}>{t('auth.jwt.keyHelp')}</span>
      </div>
      {text('issuer')}
      {text('subject')}
      {text('audience')}
      {text('tokenUrl')}
      {text('scope')}
      <AdvancedFields opened={isUnusual} names={['keyId', 'lifetimeSeconds', 'expiredWhen']} errors={errors}>
        {text('keyId')}
        <NumberInput
          label={t('auth.jwt.lifetime')}
          min={30}
          max={3600}
          value={jwt.lifetimeSeconds}
          error={errors['auth.lifetimeSeconds']}
          onChange={(value) => set({ lifetimeSeconds: Number(value) || 300 })}
        />
        <NamedValues rows={jwt.claims} help={t('auth.jwt.claimsHelp')} onChange={(claims) => set({ claims })} />
        {text('expiredWhen')}
      </AdvancedFields>
    </>
  )
}

/** Each request is signed; the secret itself is never sent. */
export function HmacFields({ draft, onChange, errors }: FieldsProps) {
  const { t } = useTranslation('connections')
  const { hmac } = draft
  const set = (patch: Partial<HmacDraft>) => onChange({ ...draft, hmac: { ...hmac, ...patch } })
  const text = (name: 'header' | 'prefix' | 'template' | 'timestampHeader') => (
    <TextInput
      label={t(`auth.hmac.${name}`)}
      description={t(`auth.hmac.${name}Help`)}
      value={hmac[name]}
      error={errors[`auth.${name}`]}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  )
  return (
    <>
      <SecretInput
        label={t('auth.hmac.secret')}
        value={hmac.secret}
        error={errors['auth.secret']}
        onChange={(secret) => set({ secret })}
      />
      {text('template')}
      {text('header')}
      {text('prefix')}
      {text('timestampHeader')}
      <div className={classes.pair}>
        <Select
          label={t('auth.hmac.algorithm')}
          data={['sha1', 'sha256', 'sha512'].map((value) => ({ value, label: value.replace('sha', 'SHA-') }))}
          value={hmac.algorithm}
          allowDeselect={false}
          onChange={(algorithm) => set({ algorithm: algorithm as HmacDraft['algorithm'] })}
        />
        <Select
          label={t('auth.hmac.encoding')}
          data={[
            { value: 'hex', label: t('auth.hmac.encodingHex') },
            { value: 'base64', label: 'Base64' },
          ]}
          value={hmac.encoding}
          allowDeselect={false}
          onChange={(encoding) => set({ encoding: encoding === 'base64' ? 'base64' : 'hex' })}
        />
      </div>
      <Select
        label={t('auth.hmac.timestampUnit')}
        data={[
          { value: 'seconds', label: t('auth.hmac.seconds') },
          { value: 'milliseconds', label: t('auth.hmac.milliseconds') },
        ]}
        value={hmac.timestampUnit}
        allowDeselect={false}
        onChange={(unit) => set({ timestampUnit: unit === 'milliseconds' ? 'milliseconds' : 'seconds' })}
      />
    </>
  )
}
