import { Select } from '@mantine/core'
import { generatedForms } from '@tabiji/shared/http-call/request/generated-value.ts'
import { listStyles } from '@tabiji/shared/text/escape-value.ts'
import { useTranslation } from 'react-i18next'
import classes from '../../external-actions.module.css'
import type { TokenRow, TokenSettings as Settings } from '../draft/action-draft.ts'

const fromJourney = 'journey'

export type TokenSettingsProps = { token: TokenRow; readOnly: boolean; onChange: (patch: Settings) => void }

/** Where the value comes from, what happens without one, and how a list is written. */
export function TokenSettings({ token, readOnly, onChange }: TokenSettingsProps) {
  const { t } = useTranslation('externalActions')
  const { name, type, required, generated } = token
  const isList = type === 'list' || type === 'multiSelect'
  return (
    <div className={classes.tokenSettings}>
      <Choice
        label={t('tokens.source')}
        of={t('tokens.sourceOf', { name })}
        value={generated ?? fromJourney}
        options={[fromJourney, ...generatedForms].map((value) => ({
          value,
          label: t(`tokens.sources.${value as typeof fromJourney | (typeof generatedForms)[number]}`),
        }))}
        readOnly={readOnly}
        onChange={(value) => onChange({ generated: generatedForms.find((form) => form === value) })}
      />
      {generated !== undefined || required ? null : (
        <Choice
          label={t('tokens.whenEmpty')}
          of={t('tokens.whenEmptyOf', { name })}
          value={token.whenEmpty ?? 'leaveOut'}
          options={(['leaveOut', 'sendEmpty'] as const).map((value) => ({ value, label: t(`tokens.empty.${value}`) }))}
          readOnly={readOnly}
          onChange={(value) => onChange({ whenEmpty: value === 'sendEmpty' ? 'sendEmpty' : 'leaveOut' })}
        />
      )}
      {generated === undefined && isList ? (
        <Choice
          label={t('tokens.listStyle')}
          of={t('tokens.listStyleOf', { name })}
          value={token.listStyle ?? 'repeat'}
          options={listStyles.map((value) => ({ value, label: t(`tokens.listStyles.${value}`) }))}
          readOnly={readOnly}
          onChange={(value) => onChange({ listStyle: listStyles.find((style) => style === value) })}
        />
      ) : null}
    </div>
  )
}

type ChoiceProps = {
  label: string
  /** The label for screen readers, with the name of the value. */
  of: string
  value: string
  options: { value: string; label: string }[]
  readOnly: boolean
  onChange: (value: string) => void
}

function Choice({ label, of, value, options, readOnly, onChange }: ChoiceProps) {
  return (
    <div className={classes.tokenSetting}>
      <span className={classes.hint}>{label}</span>
      <Select
        aria-label={of}
        variant="unstyled"
        size="xs"
        data={options}
        value={value}
        disabled={readOnly}
        allowDeselect={false}
        comboboxProps={{ width: 260, position: 'bottom-start' }}
        onChange={(next) => next !== null && onChange(next)}
      />
    </div>
  )
}
