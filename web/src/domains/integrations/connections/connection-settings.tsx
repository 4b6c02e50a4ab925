import { Button, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Auth } from '@tabiji/shared/auth/auth.ts'
import { changedSecretUse, secretUseFields } from '@tabiji/shared/auth/secret-use.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { issuesOf } from '../../../lib/api/api-error.ts'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { KeyValue } from '../../../ui/values/key-value.tsx'
import { toastDone } from '../../../ui/feedback/toast.ts'
import { type AddressDraft, addressDraftOf, baseUrlOfDraft, checkAddressDraft } from './address/address-draft.ts'
import {
  addressPaths,
  AddressFields,
  type FieldFinding,
  findingsOf,
  findingTexts,
  shownBesideFields,
} from './address/address-fields.tsx'
import { type AuthDraft, authDraftOf, authOf, authPaths, checkAuthDraft } from './auth/auth-draft.ts'
import { AuthFields } from './auth/auth-fields.tsx'
import type { Connection } from './health/connection-health.ts'
import { authFormOf } from './auth/auth-forms.ts'
import { AskedAgain } from './auth/form/asked-again.ts'
import { CredentialsHelp } from './auth/credentials-help.tsx'
import { type LimitsDraft, limitsDraftOf, limitsOf } from './limits/limits-draft.ts'
import { LimitsFields, limitsPaths } from './limits/limits-fields.tsx'
import classes from './connections.module.css'
import { updateProposedAddress, updateProposedKind, authKindsFor } from './auth/propose-auth.ts'

export type ConnectionSettingsProps = { connection: Connection; replaceSecret: boolean }

export function ConnectionSettings(props: ConnectionSettingsProps) {
  return useHasRole('admin') ? <SettingsForm {...props} /> : <ReadOnlySettings connection={props.connection} />
}

function ReadOnlySettings({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections')
  const locale = useLocale()
  return (
    <div className={classes.form}>
      <Text c="dimmed">{t('page.readOnly')}</Text>
      <KeyValue
        items={[
          { label: t('form.baseUrl'), value: connection.baseUrl },
          { label: t('environment'), value: t(`environments.${connection.environment}`) },
          { label: t('auth.title'), value: authFormOf(connection.auth.kind).texts[locale].title },
        ]}
      />
    </div>
  )
}

function SettingsForm({ connection, replaceSecret }: ConnectionSettingsProps) {
  const { t } = useTranslation(['connections', 'common'])
  const locale = useLocale()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const authRef = useRef<HTMLDivElement>(null)
  const [address, setAddress] = useState<AddressDraft>(() => addressDraftOf(connection))
  const [auth, setAuth] = useState<AuthDraft>(() => authDraftOf(connection.auth))
  const [limits, setLimits] = useState<LimitsDraft>(() => limitsDraftOf(connection.limits))
  const [findings, setFindings] = useState<Record<string, FieldFinding>>({})
  const { connector } = connection
  const isDemo = connector === 'demo'
  const baseUrl = baseUrlOfDraft(connector, address)
  const [changedUse] = isDemo ? [] : changedSecretUse(connection, { connector, baseUrl, auth: authOf(auth) as Auth })
  // For another kind nothing is stored that could be kept.
  const askedAgain = changedUse && auth.kind === connection.auth.kind ? secretUseFields[changedUse] : null
  useEffect(() => {
    if (replaceSecret) authRef.current?.scrollIntoView({ block: 'center' })
  }, [replaceSecret])

  const save = useMutation(
    trpc.connections.update.mutationOptions({
      onSuccess: async (saved) => {
        queryClient.setQueryData(trpc.connections.get.queryKey({ id: saved.id }), saved)
        setAddress(addressDraftOf(saved))
        setAuth(authDraftOf(saved.auth))
        setLimits(limitsDraftOf(saved.limits))
        toastDone(t('connections:saved'))
        await queryClient.invalidateQueries(trpc.connections.list.pathFilter())
      },
      onError: (error) => setFindings(findingsOf(issuesOf(error))),
    }),
  )
  const forget = () => {
    save.reset()
    setFindings({})
  }
  const dirty =
    connection.name !== address.name.trim() ||
    connection.environment !== address.environment ||
    (!isDemo && connection.baseUrl !== baseUrl) ||
    JSON.stringify(authOf(authDraftOf(connection.auth))) !== JSON.stringify(authOf(auth)) ||
    JSON.stringify(limitsDraftOf(connection.limits)) !== JSON.stringify(limits)

  const submit = () => {
    const found: Record<string, FieldFinding> = {
      ...findingTexts(checkAddressDraft(connector, address), (key) => t(`connections:${key}`)),
      ...Object.fromEntries(
        Object.entries(checkAuthDraft(auth)).map(([path, finding]) => [path, { message: finding[locale] }]),
      ),
    }
    setFindings(found)
    if (Object.keys(found).length > 0) return
    save.mutate({
      id: connection.id,
      name: address.name.trim(),
      environment: address.environment,
      limits: limitsOf(limits, connection.limits),
      ...(!isDemo && { baseUrl, auth: authOf(auth) }),
    })
  }
  return (
    <form
      className={classes.settings}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {save.error ? (
        <ErrorNotice
          error={save.error}
          shownElsewhere={shownBesideFields([...addressPaths, ...(isDemo ? [] : authPaths(auth)), ...limitsPaths])}
        />
      ) : null}
      <div className={classes.settingsColumns}>
        <AddressFields
          connector={connector}
          draft={address}
          errors={findings}
          onAllowed={forget}
          onChange={(draft) => {
            setAuth(updateProposedAddress(connector, auth, address, draft))
            setAddress(draft)
            forget()
          }}
        />
        {isDemo ? (
          <KeyValue
            items={[
              {
                label: t('connections:form.baseUrl'),
                value: `${connection.baseUrl} · ${t('connections:form.baseUrlDemo')}`,
              },
            ]}
          />
        ) : (
          <div ref={authRef} id="authorization" className={classes.form}>
            <div className={classes.withHelp}>
              <Title order={3}>{t('connections:auth.title')}</Title>
              <span className={classes.hint}>{t('connections:auth.text')}</span>
            </div>
            <CredentialsHelp connector={connector} kind={auth.kind} />
            <AskedAgain value={askedAgain}>
              <AuthFields
                draft={auth}
                kinds={authKindsFor(connector)}
                errors={Object.fromEntries(Object.entries(findings).map(([path, { message }]) => [path, message]))}
                onChange={(draft) => {
                  setAuth(draft.kind === auth.kind ? draft : updateProposedKind(connector, draft, auth.kind, address))
                  forget()
                }}
              />
            </AskedAgain>
          </div>
        )}
      </div>
      <LimitsFields
        draft={limits}
        errors={Object.fromEntries(Object.entries(findings).map(([path, finding]) => [path, finding.message]))}
        onChange={(draft) => {
          setLimits(draft)
          forget()
        }}
      />
      <div className={classes.buttons} data-dirty={dirty || undefined}>
        <Button type="submit" loading={save.isPending} disabled={!dirty}>
          {t('common:action.save')}
        </Button>
        {dirty ? (
          <>
            <Button
              variant="default"
              onClick={() => {
                setAddress(addressDraftOf(connection))
                setAuth(authDraftOf(connection.auth))
                setLimits(limitsDraftOf(connection.limits))
                forget()
              }}
            >
              {t('connections:page.discard')}
            </Button>
            <Text c="dimmed">{t('connections:page.unsaved')}</Text>
          </>
        ) : null}
      </div>
    </form>
  )
}
