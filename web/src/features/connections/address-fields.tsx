import { SegmentedControl, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { AllowHost, isAllowListRefusal } from '../../ui/allow-host.tsx'
import type { Connection } from './connection-health.ts'
import classes from './connections.module.css'

export type AddressDraft = Pick<Connection, 'name' | 'environment' | 'baseUrl'>

export type FieldFinding = { message: string; code?: string }

export type AddressFieldsProps = {
  draft: AddressDraft
  onChange: (draft: AddressDraft) => void
  errors: Record<string, FieldFinding | undefined>
  /** The demo knows its own address. */
  withBaseUrl: boolean
  onAllowed?: () => void
}

export function AddressFields({ draft, onChange, errors, withBaseUrl, onAllowed }: AddressFieldsProps) {
  const { t } = useTranslation('connections')
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
      {withBaseUrl ? (
        <div className={classes.withHelp}>
          <TextInput
            label={t('form.baseUrl')}
            description={t('form.baseUrlHelp')}
            placeholder="https://api.example.com/v2"
            value={draft.baseUrl}
            error={errors.baseUrl?.message}
            inputMode="url"
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange({ ...draft, baseUrl: event.currentTarget.value })}
          />
          {isAllowListRefusal(errors.baseUrl?.code) ? <AllowHost url={draft.baseUrl} onAllowed={onAllowed} /> : null}
        </div>
      ) : null}
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
    </div>
  )
}

/** Findings of the server beside their fields. A test names them inside `connection`. */
export function findingsOf(
  issues: readonly { path: string; message: string; code: string }[],
): Record<string, FieldFinding> {
  return Object.fromEntries(
    issues.toReversed().map(({ path, message, code }) => [path.replace(/^connection\./, ''), { message, code }]),
  )
}
