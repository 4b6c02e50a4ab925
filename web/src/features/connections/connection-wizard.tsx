import { Button, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../i18n/use-language.ts'
import type { SavedConnection } from '../../lib/action-drawers.ts'
import { issuesOf } from '../../lib/api-error.ts'
import { useMay } from '../../lib/session.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { AllowHost, isAllowListRefusal } from '../../ui/allow-host.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { httpStatusText } from '../../lib/http-status.ts'
import { TestReport } from '../../ui/test-report.tsx'
import { type AddressDraft, AddressFields, type FieldFinding, findingsOf } from './address-fields.tsx'
import { type AuthDraft, authDraftOf, authOf, checkAuthDraft } from './auth-draft.ts'
import { AuthFields } from './auth-fields.tsx'
import classes from './connections.module.css'
import { DemoConnection } from './demo-connection.tsx'
import type { Preset } from './presets/preset.ts'
import { presets } from './presets/presets.ts'

export type ConnectionWizardProps = { onSaved: (connection: SavedConnection) => void }

/** Gallery, address, authorization, a real test call, Save. */
export function ConnectionWizard({ onSaved }: ConnectionWizardProps) {
  const { t } = useTranslation('connections')
  const mayAdd = useMay('admin')
  const [preset, setPreset] = useState<Preset | null>(null)
  if (!mayAdd) return <Text>{t('wizard.adminsOnly')}</Text>
  if (!preset) return <Gallery onChoose={setPreset} />
  const Steps = preset.connector === 'demo' ? DemoConnection : Wizard
  return <Steps preset={preset} onSaved={onSaved} onBack={() => setPreset(null)} />
}

function Gallery({ onChoose }: { onChoose: (preset: Preset) => void }) {
  const { t } = useTranslation('connections')
  const language = useLanguage()
  return (
    <div className={classes.wizard}>
      <Text fw={600} component="h2">
        {t('gallery.title')}
      </Text>
      <ul className={classes.gallery}>
        {presets.map((preset) => (
          <li key={preset.id}>
            <UnstyledButton className={classes.card} onClick={() => onChoose(preset)}>
              <preset.icon size={24} stroke={1.5} aria-hidden="true" />
              <span>
                <b>{preset.texts[language].title}</b>
                <span className={classes.faint}>{preset.texts[language].description}</span>
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <Text c="dimmed">{t('gallery.more')}</Text>
    </div>
  )
}

const steps = ['address', 'auth', 'test'] as const
type Step = (typeof steps)[number]

/** A service that is there but has nothing at this address proves the address as well as one that has. */
const reachable = ['2xx', '3xx', '400', '402', '404', '405', '406', '409', '410', '415', '422', '429']

function Wizard({ preset, onSaved, onBack }: ConnectionWizardProps & { preset: Preset; onBack: () => void }) {
  const { t } = useTranslation('connections')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const language = useLanguage()
  const [step, setStep] = useState<Step>('address')
  const [address, setAddress] = useState<AddressDraft>({
    name: preset.texts[language].name ?? '',
    environment: 'production',
    baseUrl: preset.baseUrl ?? '',
  })
  const [auth, setAuth] = useState<AuthDraft>(() => ({
    ...authDraftOf({ kind: 'none' }),
    kind: preset.authKinds?.[0] ?? 'none',
  }))
  const [testPath, setTestPath] = useState(preset.testPath ?? '')
  const [findings, setFindings] = useState<Record<string, FieldFinding>>({})

  const showFindings = (error: unknown) => {
    const found = findingsOf(issuesOf(error))
    setFindings(found)
    const paths = Object.keys(found)
    if (paths.some((path) => path === 'name' || path === 'baseUrl')) setStep('address')
    else if (paths.some((path) => path.startsWith('auth'))) setStep('auth')
  }
  const test = useMutation(trpc.externalActions.testUnsaved.mutationOptions({ onError: showFindings }))
  const save = useMutation(
    trpc.connections.create.mutationOptions({
      onError: showFindings,
      onSuccess: async (saved) => {
        await queryClient.invalidateQueries(trpc.connections.pathFilter())
        onSaved(saved)
      },
    }),
  )
  const forget = () => {
    test.reset()
    save.reset()
    setFindings({})
  }
  const runTest = () =>
    test.mutate({
      action: { name: 'Connection test', method: 'GET', path: testPath.trim(), success: { statuses: reachable } },
      connection: { baseUrl: address.baseUrl.trim(), auth: authOf(auth) },
    })

  const next = () => {
    if (step === 'address') {
      const found = checkAddress(address, t)
      setFindings(found)
      if (Object.keys(found).length === 0) setStep('auth')
      return
    }
    const found = Object.fromEntries(
      Object.entries(checkAuthDraft(auth)).map(([path, finding]) => [path, { message: t(`auth.${finding}`) }]),
    )
    setFindings(found)
    if (Object.keys(found).length > 0) return
    setStep('test')
    if (!test.data) runTest()
  }
  const back = () => (step === 'address' ? onBack() : setStep(step === 'test' ? 'auth' : 'address'))

  const failure = step === 'test' ? (save.error ?? test.error) : save.error
  const worked = test.data?.outcome === 'succeeded'
  return (
    <form
      className={classes.wizard}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (step !== 'test') next()
        else if (worked) save.mutate({ ...trimmed(address), connector: preset.connector, auth: authOf(auth) })
        else runTest()
      }}
    >
      <Progress step={step} />
      {failure ? <ErrorNotice error={failure} shownElsewhere={shownBesideFields(findings)} /> : null}
      {step === 'address' ? (
        <AddressFields
          draft={address}
          errors={findings}
          withBaseUrl
          onAllowed={forget}
          onChange={(draft) => {
            setAddress(draft)
            forget()
          }}
        />
      ) : null}
      {step === 'auth' ? (
        <>
          <Text c="dimmed">{t('auth.text')}</Text>
          <AuthFields
            draft={auth}
            kinds={preset.authKinds}
            errors={Object.fromEntries(Object.entries(findings).map(([path, { message }]) => [path, message]))}
            onChange={(draft) => {
              setAuth(draft)
              forget()
            }}
          />
        </>
      ) : null}
      {step === 'test' ? (
        <>
          <Text c="dimmed">{t('wizard.testText')}</Text>
          <TextInput
            label={t('wizard.testPath')}
            description={t('wizard.testPathHelp')}
            placeholder="/me"
            value={testPath}
            spellCheck={false}
            onChange={(event) => {
              setTestPath(event.currentTarget.value)
              test.reset()
            }}
          />
          {test.isPending ? <Text role="status">{t('testing', { name: address.name })}</Text> : null}
          {test.data ? (
            <TestReport result={test.data}>
              {worked ? (
                <Text>
                  {test.data.reply && test.data.reply.status >= 400
                    ? t('wizard.answers', { status: httpStatusText(test.data.reply.status) })
                    : t('wizard.works')}
                </Text>
              ) : null}
              {isAllowListRefusal(test.data.error?.code) ? (
                <AllowHost url={address.baseUrl} onAllowed={runTest} />
              ) : null}
            </TestReport>
          ) : null}
        </>
      ) : null}
      <div className={classes.buttons}>
        <Button variant="default" onClick={back}>
          {t('wizard.back')}
        </Button>
        <span className={classes.grow} />
        {step === 'test' ? (
          <>
            {worked ? (
              <Button variant="default" loading={test.isPending} onClick={runTest}>
                {t('wizard.again')}
              </Button>
            ) : (
              <Button
                variant="default"
                loading={save.isPending}
                onClick={() => save.mutate({ ...trimmed(address), connector: preset.connector, auth: authOf(auth) })}
              >
                {t(test.data ? 'wizard.saveAnyway' : 'wizard.saveUntested')}
              </Button>
            )}
            <Button type="submit" loading={worked ? save.isPending : test.isPending}>
              {t(worked ? 'wizard.save' : test.data || test.error ? 'wizard.again' : 'wizard.run')}
            </Button>
          </>
        ) : (
          <Button type="submit">{t('wizard.next')}</Button>
        )}
      </div>
    </form>
  )
}

function Progress({ step }: { step: Step }) {
  const { t } = useTranslation('connections')
  const at = steps.indexOf(step)
  return (
    <ol className={classes.progress}>
      {steps.map((each, index) => (
        <li
          key={each}
          data-done={index < at || undefined}
          aria-current={each === step ? 'step' : undefined}
          aria-label={t('wizard.progress', { step: index + 1, steps: steps.length, name: t(`wizard.steps.${each}`) })}
        >
          <i aria-hidden="true">{index < at ? <IconCheck size={12} stroke={2.5} /> : index + 1}</i>
          {t(`wizard.steps.${each}`)}
        </li>
      ))}
    </ol>
  )
}

function trimmed(address: AddressDraft): AddressDraft {
  return { ...address, name: address.name.trim(), baseUrl: address.baseUrl.trim() }
}

export function checkAddress(
  { name, baseUrl }: AddressDraft,
  t: (key: 'form.nameMissing' | 'form.baseUrlMissing') => string,
): Record<string, FieldFinding> {
  return {
    ...(name.trim() === '' && { name: { message: t('form.nameMissing') } }),
    ...(baseUrl.trim() === '' && { baseUrl: { message: t('form.baseUrlMissing') } }),
  }
}

/** As the server names them, in a save and in a test. */
export function shownBesideFields(findings: Record<string, FieldFinding>): string[] {
  return Object.keys(findings).flatMap((path) => [path, `connection.${path}`])
}
