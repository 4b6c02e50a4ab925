import { Select } from '@mantine/core'
import type { TokenDefinition } from '@tabiji/shared/callout/external-action.ts'
import type { TokenMapping } from '@tabiji/shared/callout/map-tokens.ts'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../lib/use-format.ts'
import { ChipText } from '../form/chip-text.tsx'
import { FieldPicker } from '../form/field-picker.tsx'
import formClasses from '../form/form.module.css'
import { useNodeForm } from '../form/node-form-context.tsx'
import { ValueInput } from '../form/value-input.tsx'
import classes from './call-api.module.css'

export type Coverage = { total: number; missing: Record<string, number> }

export type TokenRowProps = {
  token: TokenDefinition
  mapping: TokenMapping | undefined
  coverage: Coverage | null
  onChange: (mapping: TokenMapping) => void
}

const sources = ['field', 'template', 'custom'] as const
const fallbacks = ['fail', 'empty', 'default'] as const

/** Where the value of one token comes from, and what happens for people who have none. */
export function TokenRow({ token, mapping, coverage, onChange }: TokenRowProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const current: TokenMapping = mapping ?? { from: 'field', field: '' }
  const ifMissing = current.ifMissing === undefined ? {} : { ifMissing: current.ifMissing }
  const start: Record<(typeof sources)[number], () => TokenMapping> = {
    field: () => ({ from: 'field', field: '', ...ifMissing }),
    template: () => ({ from: 'template', value: '', ...ifMissing }),
    custom: () => ({ from: 'custom', value: '' }),
  }
  return (
    <div className={classes.token} role="group" aria-label={token.name}>
      <div className={classes.tokenHead}>
        <code className={classes.tokenName}>{token.name}</code>
        <span className={formClasses.fieldType}>{t(`fieldType.${token.type}`)}</span>
        {token.required ? <span className={classes.required}>{t('callApi.required')}</span> : null}
        <Select
          aria-label={t('callApi.source', { token: token.name })}
          className={classes.source}
          variant="unstyled"
          size="xs"
          data={sources.map((source) => ({ value: source, label: t(`callApi.from.${source}`) }))}
          value={current.from}
          disabled={readOnly}
          comboboxProps={{ width: 180, position: 'bottom-end' }}
          onChange={(source) => source && source !== current.from && onChange(start[source as TokenMapping['from']]())}
        />
      </div>
      {current.from === 'field' ? (
        <FieldPicker
          aria-label={t('callApi.fieldOf', { token: token.name })}
          value={current.field || null}
          onChange={(field) => onChange({ ...current, field })}
        />
      ) : current.from === 'template' ? (
        <ChipText
          label={t('callApi.valueOf', { token: token.name })}
          hideLabel
          lines={token.type === 'text' ? 'many' : 'one'}
          value={current.value}
          onChange={(value) => onChange({ ...current, value })}
        />
      ) : (
        <ValueInput
          aria-label={t('callApi.valueOf', { token: token.name })}
          type={token.type}
          value={current.value}
          onChange={(value) => onChange({ ...current, value: value ?? '' })}
        />
      )}
      {current.from === 'custom' ? null : <Fallback token={token} mapping={current} onChange={onChange} />}
      {current.from === 'field' && current.field ? <Lacking field={current.field} coverage={coverage} /> : null}
    </div>
  )
}

type FallbackProps = { token: TokenDefinition; mapping: TokenMapping; onChange: (mapping: TokenMapping) => void }

function Fallback({ token, mapping, onChange }: FallbackProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const { ifMissing } = mapping
  const value = typeof ifMissing === 'object' ? 'default' : (ifMissing ?? (token.required ? 'fail' : 'empty'))
  return (
    <div className={classes.fallback}>
      <span className={formClasses.hint}>{t('callApi.whenEmpty')}</span>
      <Select
        aria-label={t('callApi.whenEmptyOf', { token: token.name })}
        variant="unstyled"
        size="xs"
        className={classes.fallbackChoice}
        // A required value cannot be sent empty: the call would fail all the same.
        data={fallbacks
          .filter((each) => each !== 'empty' || !token.required)
          .map((each) => ({ value: each, label: t(`callApi.missing.${each}`) }))}
        value={value === 'empty' && token.required ? 'fail' : value}
        disabled={readOnly}
        comboboxProps={{ width: 160, position: 'bottom-start' }}
        onChange={(next) => {
          if (next === 'default') onChange({ ...mapping, ifMissing: { default: '' } })
          else if (next === 'fail' || next === 'empty') onChange({ ...mapping, ifMissing: next })
        }}
      />
      {typeof ifMissing === 'object' ? (
        <div className={classes.fallbackValue}>
          <ValueInput
            aria-label={t('callApi.defaultOf', { token: token.name })}
            type={token.type}
            value={ifMissing.default}
            onChange={(next) => onChange({ ...mapping, ifMissing: { default: next ?? '' } })}
          />
        </div>
      ) : null}
    </div>
  )
}

function Lacking({ field, coverage }: { field: string; coverage: Coverage | null }) {
  const { t } = useTranslation('nodes')
  const format = useFormat()
  if (!coverage || coverage.total === 0) return null
  const lacking = coverage.missing[field] ?? 0
  return (
    <p className={classes.lacking} data-some={lacking > 0 || undefined}>
      {lacking === 0
        ? t('callApi.covered')
        : t('callApi.lacking', { count: lacking, total: format.number(coverage.total) })}
    </p>
  )
}
