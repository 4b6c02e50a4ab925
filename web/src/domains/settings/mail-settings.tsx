import { Button, NumberInput, PasswordInput, Select, Text, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconInbox, IconInfoCircle, IconSend } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Inputs, Outputs } from '../../lib/api/api-types.ts'
import { issuesOf } from '../../lib/api/api-error.ts'
import { useTRPC, useTRPCClient } from '../../lib/api/trpc.ts'
import { useHasRole, useSession } from '../../lib/session/session.ts'
import { ConfirmButton } from '../../ui/dialogs/confirm-button.tsx'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { Notice } from '../../ui/feedback/notice.tsx'
import { toastDone } from '../../ui/feedback/toast.ts'
import { SaveForm } from '../../ui/forms/save-form.tsx'
import { errorsByField, useSaveForm } from '../../ui/forms/use-save-form.ts'
import { Section } from '../../ui/layout/section.tsx'
import { SettingsForm, SettingsSection } from './settings-form.tsx'
import classes from './settings.module.css'

type Delivery = Outputs['mailServer']['get']
type ServerInput = Inputs['mailServer']['save']
type Encryption = ServerInput['encryption']
type Trial = Outputs['mailServer']['try']
type Values = {
  host: string
  port: number | ''
  encryption: Encryption
  username: string
  password: string
}

const usualPorts = { tls: 465, startTls: 587, none: 25 } as const satisfies Record<Encryption, number>
const encryptions = ['tls', 'startTls', 'none'] as const satisfies readonly Encryption[]

/** The mail server of the workspace and the sender of its mails. */
export function MailSettings(): ReactNode {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const delivery = useQuery(trpc.mailServer.get.queryOptions())
  return (
    <div className={classes.columns}>
      <Section title={t('mail.heading')} text={t('mail.text')}>
        {delivery.data ? (
          <MailServer delivery={delivery.data} />
        ) : delivery.error ? (
          <ErrorNotice error={delivery.error} onRetry={() => void delivery.refetch()} />
        ) : (
          <FormSkeleton fields={4} />
        )}
      </Section>
      <SettingsSection title={t('mail.senderHeading')} text={t('mail.senderText')} skeletonFields={1}>
        {({ mailFrom }) => <SenderForm mailFrom={mailFrom} />}
      </SettingsSection>
    </div>
  )
}

function MailServer({ delivery }: { delivery: Delivery }) {
  const mayChange = useHasRole('admin')
  return (
    <div className={classes.stack}>
      <DeliveryNotice delivery={delivery} />
      {mayChange || delivery.server ? (
        // A saved or removed server starts the form anew.
        <ServerForm key={JSON.stringify(delivery.server)} delivery={delivery} mayChange={mayChange} />
      ) : null}
    </div>
  )
}

function DeliveryNotice({ delivery: { source, server } }: { delivery: Delivery }) {
  const { t } = useTranslation('settings')
  switch (source) {
    case 'workspace':
      return (
        <Notice
          role="note"
          tone="success"
          icon={IconCircleCheck}
          title={t('mail.byOwn', { host: server?.host ?? '' })}
        />
      )
    case 'installation':
      return (
        <Notice role="note" tone="info" icon={IconInfoCircle} title={t('mail.byInstallation')}>
          <Text>{t('mail.byInstallationText')}</Text>
        </Notice>
      )
    case 'none':
      return (
        <Notice role="note" tone="warning" icon={IconInbox} title={t('mail.byNobody')}>
          <Text>{t('mail.byNobodyText')}</Text>
        </Notice>
      )
  }
}

function ServerForm({ delivery, mayChange }: { delivery: Delivery; mayChange: boolean }) {
  const { t } = useTranslation(['settings', 'common'])
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const { server } = delivery
  const show = async (next: Delivery) => {
    queryClient.setQueryData(trpc.mailServer.get.queryKey(), next)
    await queryClient.invalidateQueries(trpc.mails.delivery.queryFilter())
  }
  const state = useSaveForm<Values, Delivery>({
    initialValues: {
      host: server?.host ?? '',
      port: server?.port ?? usualPorts.startTls,
      encryption: server?.encryption ?? 'startTls',
      username: server?.username ?? '',
      password: '',
    },
    validate: {
      host: (host) => (host.trim() ? null : t('settings:mail.hostMissing')),
      port: (port) => (isPort(port) ? null : t('settings:mail.portWrong')),
    },
    errorsOf: (error, values): Record<string, string> =>
      issuesOf(error).some(({ path }) => path === 'host')
        ? { host: t('settings:mail.hostWrong', { host: values.host }) }
        : {},
    save: (values) => client.mailServer.save.mutate(inputOf(values)),
    onSaved: async (saved) => {
      toastDone(t('settings:saved'))
      await show(saved)
    },
  })
  const remove = useMutation(
    trpc.mailServer.remove.mutationOptions({
      onSuccess: async (next) => {
        toastDone(t('settings:mail.removed'))
        await show(next)
      },
    }),
  )
  const { form } = state
  const isPlain = form.values.host.trim() === ''
  const choose = (encryption: Encryption) => {
    const isUsual = form.values.port === '' || form.values.port === usualPorts[form.values.encryption]
    form.setValues({ encryption, ...(isUsual ? { port: usualPorts[encryption] } : {}) })
  }
  return (
    <>
      <SaveForm
        state={state}
        savesChanges
        submitLabel={t('common:action.save')}
        readOnlyNote={mayChange ? undefined : <Text c="dimmed">{t('settings:adminsOnly')}</Text>}
      >
        <TextInput
          label={t('settings:mail.host')}
          placeholder="smtp.example.com"
          readOnly={!mayChange}
          autoComplete="off"
          {...form.getInputProps('host')}
        />
        <Select
          label={t('settings:mail.encryption')}
          data={encryptions.map((value) => ({ value, label: t(`settings:mail.encryptions.${value}`) }))}
          value={form.values.encryption}
          error={form.errors.encryption}
          allowDeselect={false}
          readOnly={!mayChange}
          onChange={(value) => choose(value as Encryption)}
        />
        <NumberInput
          label={t('settings:mail.port')}
          min={1}
          max={65_535}
          allowDecimal={false}
          hideControls
          readOnly={!mayChange}
          {...form.getInputProps('port')}
        />
        <TextInput
          label={t('settings:mail.username')}
          description={t('settings:mail.usernameHelp')}
          autoComplete="off"
          readOnly={!mayChange}
          {...form.getInputProps('username')}
        />
        {mayChange ? (
          <PasswordInput
            label={t('settings:mail.password')}
            description={server?.username == null ? undefined : t('settings:mail.passwordKept')}
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
        ) : null}
      </SaveForm>
      {mayChange ? (
        <TestMail
          serverOf={() =>
            isPlain && delivery.installationSends ? null : form.validate().hasErrors ? undefined : inputOf(form.values)
          }
          onRefused={(error) => form.setErrors(errorsByField(error, Object.keys(form.values)))}
        />
      ) : null}
      {mayChange && server ? (
        <div>
          <ConfirmButton
            loading={remove.isPending}
            question={t(
              delivery.installationSends ? 'settings:mail.removeToInstallation' : 'settings:mail.removeToNobody',
            )}
            confirmLabel={t('settings:mail.remove')}
            onConfirm={() => remove.mutate()}
          >
            {t('settings:mail.remove')}
          </ConfirmButton>
        </div>
      ) : null}
    </>
  )
}

type TestMailProps = {
  /** The entered server; null for the one of the installation, undefined while something is missing. */
  serverOf: () => ServerInput | null | undefined
  onRefused: (error: unknown) => void
}

/** Sends one mail by what is entered, saved or not, and says in plain words what came of it. */
function TestMail({ serverOf, onRefused }: TestMailProps) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const { user } = useSession()
  const [to, setTo] = useState(user.email)
  const attempt = useMutation(trpc.mailServer.try.mutationOptions({ onError: onRefused }))
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const server = serverOf()
        if (server !== undefined) attempt.mutate({ server, to })
      }}
    >
      <div className={classes.inline}>
        <TextInput
          className={classes.grow}
          label={t('mail.testTo')}
          type="email"
          value={to}
          onChange={(event) => {
            setTo(event.currentTarget.value)
            attempt.reset()
          }}
        />
        <Button
          type="submit"
          variant="default"
          loading={attempt.isPending}
          disabled={to.trim() === ''}
          leftSection={<IconSend size={16} stroke={1.5} />}
        >
          {t('mail.test')}
        </Button>
      </div>
      {attempt.error ? (
        <ErrorNotice error={attempt.error} />
      ) : attempt.data ? (
        <TrialResult trial={attempt.data} />
      ) : null}
    </form>
  )
}

function TrialResult({ trial }: { trial: Trial }) {
  const { t } = useTranslation('settings')
  if (trial.ok) {
    return (
      <Notice role="alert" tone="success" icon={IconCircleCheck} title={t('mail.testSent', { to: trial.to })}>
        <Text>{t('mail.testSentText', { from: trial.from })}</Text>
      </Notice>
    )
  }
  return (
    <Notice role="alert" tone="danger" icon={IconAlertTriangle} title={t('mail.testFailed')}>
      <Text>{t(`mail.cause.${trial.cause}`)}</Text>
      <Text c="dimmed">{t('mail.said', { detail: trial.detail })}</Text>
    </Notice>
  )
}

function SenderForm({ mailFrom }: { mailFrom: string | null }) {
  const { t } = useTranslation('settings')
  return (
    <SettingsForm
      initialValues={{ mailFrom: mailFrom ?? '' }}
      validate={{ mailFrom: (value) => (!value.trim() || value.includes('@') ? null : t('mail.senderWrong')) }}
      inputOf={(values) => ({ mailFrom: values.mailFrom.trim() || null })}
    >
      {(form, mayChange) => (
        <TextInput
          label={t('mail.sender')}
          description={t('mail.senderHelp')}
          type="email"
          readOnly={!mayChange}
          {...form.getInputProps('mailFrom')}
        />
      )}
    </SettingsForm>
  )
}

function inputOf({ host, port, encryption, username, password }: Values): ServerInput {
  const name = username.trim()
  return {
    host: host.trim(),
    port: Number(port),
    encryption,
    username: name === '' ? null : name,
    ...(password === '' ? {} : { password }),
  }
}

function isPort(port: number | ''): boolean {
  return typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535
}
