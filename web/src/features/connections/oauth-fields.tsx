import { ActionIcon, Button, SegmentedControl, TextInput, UnstyledButton } from '@mantine/core'
import { IconChevronRight, IconPlus, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AuthDraft, newHeader, type OAuthDraft } from './auth-draft.ts'
import type { FieldsProps } from './auth-fields.tsx'
import classes from './connections.module.css'
import { RedirectUri } from './redirect-uri.tsx'
import { SecretInput } from './secret-input.tsx'

type TextName = 'authorizeUrl' | 'tokenUrl' | 'revokeUrl' | 'clientId' | 'scope' | 'audience' | 'expiredWhen'

/** The system signs in by itself, with an ID and a secret. */
export function ClientCredentialsFields(props: FieldsProps) {
  const { draft } = props
  const { oauth } = draft
  const isUnusual =
    oauth.audience !== '' || oauth.extra.length > 0 || oauth.clientAuth.oauth2ClientCredentials !== 'basic'
  return (
    <>
      <Text name="tokenUrl" placeholder="https://login.example.com/oauth/token" {...props} />
      <Text name="clientId" {...props} />
      <Secret {...props} />
      <Text name="scope" {...props} />
      <More opened={isUnusual || oauth.expiredWhen !== ''}>
        <ClientAuth kind="oauth2ClientCredentials" {...props} />
        <Text name="audience" {...props} />
        <ExtraFields {...props} />
        <Text name="expiredWhen" placeholder="$.error[?@ == 'token_expired']" {...props} />
      </More>
    </>
  )
}

/** Somebody signs in at the other system and agrees. */
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
      <More opened={isUnusual || oauth.revokeUrl !== ''}>
        <Text name="revokeUrl" {...props} />
        <ClientAuth kind="oauth2AuthorizationCode" {...props} />
        <Text name="expiredWhen" placeholder="$.error[?@ == 'token_expired']" {...props} />
      </More>
    </>
  )
}

function setter({ draft, onChange }: FieldsProps) {
  return (wish: Partial<OAuthDraft>) => onChange({ ...draft, oauth: { ...draft.oauth, ...wish } })
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

function ExtraFields(props: FieldsProps) {
  const { t } = useTranslation('connections')
  const set = setter(props)
  const { extra } = props.draft.oauth
  return (
    <div className={classes.form}>
      {extra.map((field) => {
        const change = (wish: Partial<typeof field>) =>
          set({ extra: extra.map((each) => (each.id === field.id ? { ...each, ...wish } : each)) })
        return (
          <div key={field.id} className={classes.headerRow}>
            <TextInput
              label={t('auth.oauth.extraName')}
              value={field.name}
              spellCheck={false}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            <TextInput
              label={t('auth.oauth.extraValue')}
              value={field.value}
              spellCheck={false}
              onChange={(event) => change({ value: event.currentTarget.value })}
            />
            <ActionIcon
              className={classes.headerRemove}
              aria-label={t('auth.oauth.removeExtra', { name: field.name })}
              onClick={() => set({ extra: extra.filter((each) => each.id !== field.id) })}
            >
              <IconTrash size={16} stroke={1.5} />
            </ActionIcon>
          </div>
        )
      })}
      <div className={classes.withHelp}>
        <div>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} stroke={1.5} />}
            onClick={() => set({ extra: [...extra, newHeader()] })}
          >
            {t('auth.oauth.addExtra')}
          </Button>
        </div>
        <span className={classes.hint}>{t('auth.oauth.extraHelp')}</span>
      </div>
    </div>
  )
}

function More({ opened: isOpenFirst, children }: { opened: boolean; children: ReactNode }) {
  const { t } = useTranslation('connections')
  const [opened, setOpened] = useState(isOpenFirst)
  return (
    <>
      <div>
        <UnstyledButton className={classes.unfold} aria-expanded={opened} onClick={() => setOpened(!opened)}>
          <IconChevronRight size={14} stroke={2} aria-hidden="true" />
          {t('auth.oauth.more')}
        </UnstyledButton>
      </div>
      {opened ? children : null}
    </>
  )
}
