import { Button, Code, SegmentedControl, TextInput } from '@mantine/core'
import { presetBaseUrl, readAddressPart } from '@tabiji/shared/connectors/address.ts'
import { type ConnectorName, presetOf } from '@tabiji/shared/connectors/connector.ts'
import type { ConnectorPreset } from '@tabiji/shared/connectors/define-connector.ts'
import { useTranslation } from 'react-i18next'
import { AddressPartInput } from '../../../../ui/forms/address-part-input.tsx'
import { AllowHost, isAllowListRefusal } from '../testing/allow-host.tsx'
import { type AddressDraft, type AddressFinding, baseUrlOfDraft } from './address-draft.ts'
import classes from '../connections.module.css'

/** The paths of these fields in the request. */
export const addressPaths = ['name', 'baseUrl']

export type FieldFinding = { message: string; code?: string }

export type AddressFieldsProps = {
  connector: ConnectorName
  draft: AddressDraft
  onChange: (draft: AddressDraft) => void
  errors: Record<string, FieldFinding | undefined>
  onAllowed?: () => void
}

export function AddressFields(props: AddressFieldsProps) {
  const { connector, draft, onChange, errors } = props
  const { t } = useTranslation('connections')
  const preset = presetOf(connector)
  return (
    <div className={classes.form}>
      <TextInput
        label={t('name')}
        description={t('form.nameHelp')}
        value={draft.name}
        maxLength={200}
        error={errors.name?.message}
        data-autofocus
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
      />
      <div className={classes.withHelp}>
        <span className={classes.secretLabel}>{t('environment')}</span>
        <SegmentedControl
          className={classes.segments}
          aria-label={t('environment')}
          value={draft.environment}
          onChange={(environment) =>
            onChange({ ...draft, environment: environment === 'sandbox' ? 'sandbox' : 'production' })
          }
          data={[
            { value: 'production', label: t('environments.production') },
            { value: 'sandbox', label: t('environments.sandbox') },
          ]}
        />
        <span className={classes.hint}>{t('form.environmentHelp')}</span>
      </div>
      {/* The address of the demo is fixed. */}
      {connector === 'demo' ? null : preset && !draft.isCustom ? (
        <PresetAddress {...props} preset={preset} />
      ) : (
        <WholeAddress {...props} preset={preset} />
      )}
    </div>
  )
}

function WholeAddress({
  draft,
  onChange,
  errors,
  onAllowed,
  preset,
}: AddressFieldsProps & { preset: ConnectorPreset | null }) {
  const { t } = useTranslation('connections')
  return (
    <div className={classes.withHelp}>
      <TextInput
        label={t('form.baseUrl')}
        description={
          preset
            ? t('form.baseUrlCustomHelp', { usual: presetBaseUrl(preset, draft.environment) })
            : t('form.baseUrlHelp')
        }
        placeholder="https://api.example.com/v2"
        value={draft.baseUrl}
        error={errors.baseUrl?.message}
        inputMode="url"
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange({ ...draft, baseUrl: event.currentTarget.value })}
      />
      {isAllowListRefusal(errors.baseUrl?.code) ? <AllowHost url={draft.baseUrl} onAllowed={onAllowed} /> : null}
      {preset ? (
        <div>
          <Button variant="subtle" size="compact-xs" onClick={() => onChange({ ...draft, isCustom: false })}>
            {t('form.usualAddress', { product: preset.title })}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

/** Inputs for the customer-specific parts of the address, with the resulting address. */
function PresetAddress({
  connector,
  draft,
  onChange,
  errors,
  preset,
}: AddressFieldsProps & { preset: ConnectorPreset }) {
  const { t } = useTranslation('connections')
  const baseUrl = baseUrlOfDraft(connector, draft)
  return (
    <div className={classes.withHelp}>
      {preset.fields.map((field) => (
        <AddressPartInput
          key={field.key}
          field={field}
          value={draft.parts[field.key] ?? ''}
          error={errors[`parts.${field.key}`]?.message}
          onChange={(value) => onChange({ ...draft, parts: { ...draft.parts, [field.key]: value } })}
          onDone={(typed) =>
            onChange({ ...draft, parts: { ...draft.parts, [field.key]: readAddressPart(preset, field, typed) } })
          }
        />
      ))}
      <div className={classes.madeAddress}>
        <span className={classes.hint}>{t('form.madeAddress')}</span>
        <Code>{baseUrl || presetBaseUrl(preset, draft.environment)}</Code>
        {errors.baseUrl ? <span className={classes.fieldError}>{errors.baseUrl.message}</span> : null}
      </div>
      <div>
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => onChange({ ...draft, isCustom: true, baseUrl: draft.baseUrl || baseUrl })}
        >
          {t('form.customAddress')}
        </Button>
      </div>
    </div>
  )
}

/** Findings of the server by field. A test reports them inside `connection`. */
export function findingsOf(
  issues: readonly { path: string; message: string; code: string }[],
): Record<string, FieldFinding> {
  return Object.fromEntries(
    issues.toReversed().map(({ path, message, code }) => [path.replace(/^connection\./, ''), { message, code }]),
  )
}

/** The server's paths, in a save and in a test. */
export function shownBesideFields(paths: readonly string[]): string[] {
  return paths.flatMap((path) => [path, `connection.${path}`])
}

export function findingTexts(
  findings: Record<string, AddressFinding>,
  t: (key: `form.${AddressFinding}`) => string,
): Record<string, FieldFinding> {
  return Object.fromEntries(
    Object.entries(findings).map(([path, finding]) => [path, { message: t(`form.${finding}`) }]),
  )
}
