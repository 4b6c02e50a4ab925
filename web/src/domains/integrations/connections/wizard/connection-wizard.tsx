import { Button, Text, TextInput } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { type ConnectorName, presetOf } from '@tabiji/shared/connectors/connector.ts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import type { ProposedConnection, SavedConnection } from '../../../../lib/action-drawers.ts'
import { issuesOf } from '../../../../lib/api/api-error.ts'
import { useHasRole } from '../../../../lib/session/session.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { AllowHost, isAllowListRefusal } from '../testing/allow-host.tsx'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { httpStatusText } from '../../../../lib/http-status-text.ts'
import { TestResultPanel } from '../testing/test-result-panel.tsx'
import {
  type AddressDraft,
  addressDraftOf,
  baseUrlOfDraft,
  checkAddressDraft,
  newAddressDraft,
} from '../address/address-draft.ts'
import {
  addressPaths,
  AddressFields,
  type FieldFinding,
  findingsOf,
  findingTexts,
  shownBesideFields,
} from '../address/address-fields.tsx'
import { type AuthDraft, authDraftWith, authOf, authPaths, checkAuthDraft, needsConsent } from '../auth/auth-draft.ts'
import { AuthFields } from '../auth/auth-fields.tsx'
import classes from '../connections.module.css'
import { ConnectorGallery } from '../connectors/connector-gallery.tsx'
import { CredentialsHelp } from '../auth/credentials-help.tsx'
import { DemoConnection } from './demo-connection.tsx'
import { updateProposedAddress, updateProposedKind, authKindsFor, proposeAuth } from '../auth/propose-auth.ts'

export type ConnectionWizardProps = {
  /** When absent, the gallery asks. */
  connector?: ConnectorName | undefined
  /** The initial values. */
  proposed?: ProposedConnection | undefined
  /** Whether the gallery links to the import. */
  offersImport?: boolean | undefined
  onSaved: (connection: SavedConnection) => void
}

/** The steps: gallery, address, auth, a real test call, save. */
export function ConnectionWizard({ connector, proposed, offersImport = false, onSaved }: ConnectionWizardProps) {
  const { t } = useTranslation('connections')
  const mayAdd = useHasRole('admin')
  const [chosen, setChosen] = useState<ConnectorName | null>(connector ?? null)
  if (!mayAdd) return <Text>{t('wizard.adminsOnly')}</Text>
  if (!chosen) return <ConnectorGallery offersImport={offersImport} onChoose={setChosen} />
  const onBack = () => setChosen(null)
  return chosen === 'demo' ? (
    <DemoConnection onSaved={onSaved} onBack={onBack} />
  ) : (
    <Wizard connector={chosen} proposed={proposed} onSaved={onSaved} onBack={onBack} />
  )
}

const steps = ['address', 'auth', 'test'] as const
type Step = (typeof steps)[number]

/** The paths of each step's fields in the request. */
const pathsOf: Record<Step, (auth: AuthDraft) => readonly string[]> = {
  address: () => addressPaths,
  auth: authPaths,
  test: () => ['action.path'],
}

/** A service that responds at this address proves the address, even if it has nothing there. */
const reachable = ['2xx', '3xx', '400', '402', '404', '405', '406', '409', '410', '415', '422', '429']

type WizardProps = Pick<ConnectionWizardProps, 'proposed' | 'onSaved'> & {
  connector: ConnectorName
  onBack: () => void
}

function Wizard({ connector, proposed, onSaved, onBack }: WizardProps) {
  const { t } = useTranslation('connections')
  const locale = useLocale()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [step, setStep] = useState<Step>('address')
  const preset = presetOf(connector)
  const [address, setAddress] = useState<AddressDraft>(() =>
    proposed
      ? addressDraftOf({ connector, environment: 'production', ...proposed })
      : newAddressDraft(connector, preset?.title ?? ''),
  )
  const [auth, setAuth] = useState<AuthDraft>(() =>
    proposed ? authDraftWith(proposed.auth) : proposeAuth(connector, address),
  )
  const [testPath, setTestPath] = useState(preset?.test.path ?? '')
  const baseUrl = baseUrlOfDraft(connector, address)
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
      action: {
        name: 'Connection test',
        method: 'GET',
        path: testPath.trim(),
        // For the preset's own test call, the success rule is known.
        success:
          preset && testPath.trim() === preset.test.path
            ? { predicate: preset.test.predicate }
            : { statuses: reachable },
      },
      connection: { baseUrl, auth: authOf(auth) },
    })

  const next = () => {
    if (step === 'address') {
      const found = findingTexts(checkAddressDraft(connector, address), t)
      setFindings(found)
      if (Object.keys(found).length === 0) setStep('auth')
      return
    }
    const found = Object.fromEntries(
      Object.entries(checkAuthDraft(auth)).map(([path, finding]) => [path, { message: finding[locale] }]),
    )
    setFindings(found)
    if (Object.keys(found).length > 0) return
    setStep('test')
    if (!test.data && !waitsForConsent) runTest()
  }
  const back = () => (step === 'address' ? onBack() : setStep(step === 'test' ? 'auth' : 'address'))

  const { name, environment } = address
  const wished = { connector, name: name.trim(), environment, baseUrl, auth: authOf(auth) }
  const failure = step === 'test' ? (save.error ?? test.error) : save.error
  const worked = test.data?.outcome === 'succeeded'
  // No call is possible before a consent, and the consent needs a saved connection to return to.
  const waitsForConsent = needsConsent(auth.kind)
  return (
    <form
      className={classes.wizard}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (step !== 'test') next()
        else if (worked || waitsForConsent) save.mutate(wished)
        else runTest()
      }}
    >
      <Progress step={step} />
      {failure ? <ErrorNotice error={failure} shownElsewhere={shownBesideFields(pathsOf[step](auth))} /> : null}
      {step === 'address' ? (
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
      ) : null}
      {step === 'auth' ? (
        <>
          <Text c="dimmed">{t('auth.text')}</Text>
          <CredentialsHelp connector={connector} kind={auth.kind} />
          <AuthFields
            draft={auth}
            kinds={authKindsFor(connector)}
            errors={Object.fromEntries(Object.entries(findings).map(([path, { message }]) => [path, message]))}
            onChange={(draft) => {
              setAuth(draft.kind === auth.kind ? draft : updateProposedKind(connector, draft, auth.kind, address))
              forget()
            }}
          />
        </>
      ) : null}
      {step === 'test' && waitsForConsent ? <Text>{t('wizard.consentText')}</Text> : null}
      {step === 'test' && !waitsForConsent ? (
        <>
          <Text c="dimmed">{t('wizard.testText')}</Text>
          <TextInput
            label={t('wizard.testPath')}
            description={t('wizard.testPathHelp')}
            placeholder={preset?.test.path ?? '/me'}
            value={testPath}
            error={findings['action.path']?.message}
            spellCheck={false}
            onChange={(event) => {
              setTestPath(event.currentTarget.value)
              forget()
            }}
          />
          {test.isPending ? <Text role="status">{t('testing', { name: address.name })}</Text> : null}
          {test.data ? (
            <TestResultPanel result={test.data}>
              {worked ? (
                <Text>
                  {test.data.reply && test.data.reply.status >= 400
                    ? t('wizard.answers', { status: httpStatusText(test.data.reply.status) })
                    : t('wizard.works')}
                </Text>
              ) : null}
              {isAllowListRefusal(test.data.error?.code) ? <AllowHost url={baseUrl} onAllowed={runTest} /> : null}
            </TestResultPanel>
          ) : null}
        </>
      ) : null}
      <div className={classes.buttons}>
        <Button variant="default" onClick={back}>
          {t('wizard.back')}
        </Button>
        <span className={classes.grow} />
        {step === 'test' && waitsForConsent ? (
          <Button type="submit" loading={save.isPending}>
            {t('wizard.save')}
          </Button>
        ) : step === 'test' ? (
          <>
            {worked ? (
              <Button variant="default" loading={test.isPending} onClick={runTest}>
                {t('wizard.again')}
              </Button>
            ) : (
              <Button variant="default" loading={save.isPending} onClick={() => save.mutate(wished)}>
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
