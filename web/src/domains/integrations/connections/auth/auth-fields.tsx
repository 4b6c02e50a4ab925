import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { type AuthDraft, type AuthKind, authKinds, newNamedValue } from './auth-draft.ts'
import type { FieldsProps } from './auth-fields.types.ts'
import classes from '../connections.module.css'
import { AdvancedFields } from './advanced-fields.tsx'
import { AuthorizationCodeFields, ClientCredentialsFields } from './oauth-fields.tsx'
import { HmacFields, JwtFields } from './signed-fields.tsx'
import { SecretInput } from './secret-input.tsx'

export type AuthFieldsProps = FieldsProps & { kinds?: readonly AuthKind[] }

export function AuthFields({ draft, onChange, errors, kinds = authKinds }: AuthFieldsProps) {
  const { t } = useTranslation('connections')
  const Fields = fieldsOf[draft.kind]
  return (
    <div className={classes.form}>
      {kinds.length > 1 ? (
        <Select
          label={t('auth.kindLabel')}
          description={t(`auth.kindHelp.${draft.kind}`)}
          data={kinds.map((kind) => ({ value: kind, label: t(`auth.kind.${kind}`) }))}
          value={draft.kind}
          error={errors['auth.kind']}
          onChange={(kind) => onChange({ ...draft, kind: kind as AuthKind })}
        />
      ) : null}
      <Fields draft={draft} onChange={onChange} errors={errors} />
    </div>
  )
}

const fieldsOf: Record<AuthKind, ComponentType<FieldsProps>> = {
  none: () => null,
  basic: BasicFields,
  apiKey: ApiKeyFields,
  bearer: BearerFields,
  secretHeaders: HeaderFields,
  oauth2ClientCredentials: ClientCredentialsFields,
  oauth2AuthorizationCode: AuthorizationCodeFields,
  jwtBearer: JwtFields,
  hmac: HmacFields,
}

function BasicFields({ draft, onChange, errors }: FieldsProps) {
  const { t } = useTranslation('connections')
  const set = (patch: Partial<AuthDraft['basic']>) => onChange({ ...draft, basic: { ...draft.basic, ...patch } })
  return (
    <>
      <TextInput
        label={t('auth.username')}
        value={draft.basic.username}
        error={errors['auth.username']}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => set({ username: event.currentTarget.value })}
      />
      <SecretInput
        label={t('auth.password')}
        value={draft.basic.password}
        error={errors['auth.password']}
        onChange={(password) => set({ password })}
      />
    </>
  )
}

function ApiKeyFields({ draft, onChange, errors }: FieldsProps) {
  const { t } = useTranslation('connections')
  const set = (patch: Partial<AuthDraft['apiKey']>) => onChange({ ...draft, apiKey: { ...draft.apiKey, ...patch } })
  return (
    <>
      <div className={classes.pair}>
        <Select
          label={t('auth.in')}
          data={[
            { value: 'header', label: t('auth.inHeader') },
            { value: 'query', label: t('auth.inQuery') },
          ]}
          value={draft.apiKey.in}
          onChange={(place) => set({ in: place === 'query' ? 'query' : 'header' })}
        />
        <TextInput
          label={t('auth.keyName')}
          value={draft.apiKey.name}
          error={errors['auth.name']}
          spellCheck={false}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
      </div>
      <span className={classes.hint}>{t('auth.keyNameHelp')}</span>
      <SecretInput
        label={t('auth.keyValue')}
        value={draft.apiKey.value}
        error={errors['auth.value']}
        onChange={(value) => set({ value })}
      />
    </>
  )
}

function BearerFields({ draft, onChange, errors }: FieldsProps) {
  const { t } = useTranslation('connections')
  const set = (patch: Partial<AuthDraft['bearer']>) => onChange({ ...draft, bearer: { ...draft.bearer, ...patch } })
  const { header, prefix } = draft.bearer
  const unusual = header !== 'Authorization' || prefix !== 'Bearer'
  return (
    <>
      <SecretInput
        label={t('auth.token')}
        value={draft.bearer.token}
        error={errors['auth.token']}
        onChange={(token) => set({ token })}
      />
      <AdvancedFields label={t('auth.more')} opened={unusual} names={['header', 'prefix']} errors={errors}>
        <div className={classes.pair}>
          <TextInput
            label={t('auth.header')}
            value={header}
            error={errors['auth.header']}
            spellCheck={false}
            onChange={(event) => set({ header: event.currentTarget.value })}
          />
          <TextInput
            label={t('auth.prefix')}
            value={prefix}
            error={errors['auth.prefix']}
            spellCheck={false}
            onChange={(event) => set({ prefix: event.currentTarget.value })}
          />
        </div>
      </AdvancedFields>
    </>
  )
}

function HeaderFields({ draft, onChange, errors }: FieldsProps) {
  const { t } = useTranslation('connections')
  const { headers } = draft
  return (
    <>
      {headers.map((header, index) => {
        const set = (patch: Partial<typeof header>) =>
          onChange({ ...draft, headers: headers.map((each) => (each.id === header.id ? { ...each, ...patch } : each)) })
        return (
          <div key={header.id} className={classes.headerRow}>
            <TextInput
              label={t('auth.headerName')}
              value={header.name}
              error={errors[`auth.headers[${index}].name`]}
              spellCheck={false}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <SecretInput
              label={t('auth.headerValue')}
              value={header.value}
              error={errors[`auth.headers[${index}].value`] ?? errors[`auth.headers.${header.name.toLowerCase()}`]}
              onChange={(value) => set({ value })}
            />
            <ActionIcon
              className={classes.headerRemove}
              aria-label={t('auth.removeHeader', { name: header.name })}
              disabled={headers.length === 1}
              onClick={() => onChange({ ...draft, headers: headers.filter((each) => each.id !== header.id) })}
            >
              <IconTrash size={16} stroke={1.5} />
            </ActionIcon>
          </div>
        )
      })}
      <div>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} stroke={1.5} />}
          onClick={() => onChange({ ...draft, headers: [...headers, newNamedValue()] })}
        >
          {t('auth.addHeader')}
        </Button>
      </div>
    </>
  )
}
