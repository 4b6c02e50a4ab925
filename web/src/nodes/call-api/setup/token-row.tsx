import { Select } from '@mantine/core'
import type { TokenDefinition } from '@tabiji/shared/http-call/action/external-action.ts'
import type { TokenMapping } from '@tabiji/shared/http-call/request/map-tokens.ts'
import { fitsFormat } from '@tabiji/shared/http-call/request/value-format.ts'
import { useTranslation } from 'react-i18next'
import { ChipText } from '../../form/text/chip-text.tsx'
import { FieldPicker } from '../../form/field/field-picker.tsx'
import formClasses from '../../form/form.module.css'
import { useNodeForm } from '../../form/node-form-context.tsx'
import { ValueInput } from '../../form/field/value-input.tsx'
import classes from '../call-api.module.css'
import { fallbackOf } from './fallback-of.ts'
import { FormatChoice } from './format-choice.tsx'
import { type Coverage, MissingFieldValues } from './missing-field-values.tsx'

export type TokenRowProps = {
  token: TokenDefinition
  mapping: TokenMapping | undefined
  coverage: Coverage | null
  /** Whether a callback address can be sent. */
  hasCallback?: boolean
  onChange: (mapping: TokenMapping) => void
}

const sources = ['field', 'template', 'custom', 'callbackUrl'] as const
const fallbacks = ['fail', 'empty', 'default'] as const

/** The source of one token's value, and what happens to participants without a value. */
export function TokenRow({ token, mapping, coverage, hasCallback = false, onChange }: TokenRowProps) {
  const { t } = useTranslation('nodes')
  const { fields, readOnly } = useNodeForm()
  const current: TokenMapping = mapping ?? { from: 'field', field: '' }
  const ifMissing = current.ifMissing === undefined ? {} : { ifMissing: current.ifMissing }
  const start: Record<(typeof sources)[number], () => TokenMapping> = {
    field: () => ({ from: 'field', field: '', ...ifMissing }),
    template: () => ({ from: 'template', value: '', ...ifMissing }),
    custom: () => ({ from: 'custom', value: '' }),
    callbackUrl: () => ({ from: 'callbackUrl' }),
  }
  const field = current.from === 'field' ? fields.find(({ key }) => key === current.field) : undefined
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
          data={sources
            .filter((source) => source !== 'callbackUrl' || hasCallback || current.from === source)
            .map((source) => ({ value: source, label: t(`callApi.from.${source}`) }))}
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
          onChange={(field, definition) => {
            const { format, ...rest } = current
            const isKept = format && definition && fitsFormat(definition.type, format)
            onChange({ ...rest, field, ...(isKept && { format }) })
          }}
        />
      ) : current.from === 'template' ? (
        <ChipText
          label={t('callApi.valueOf', { token: token.name })}
          hideLabel
          lines={token.type === 'text' ? 'many' : 'one'}
          value={current.value}
          onChange={(value) => onChange({ ...current, value })}
        />
      ) : current.from === 'callbackUrl' ? (
        <p className={formClasses.hint}>{t('callApi.callbackUrlHint')}</p>
      ) : (
        <ValueInput
          aria-label={t('callApi.valueOf', { token: token.name })}
          type={token.type}
          value={current.value}
          onChange={(value) => onChange({ ...current, value: value ?? '' })}
        />
      )}
      {current.from === 'field' && field ? (
        <FormatChoice
          key={field.key}
          token={token.name}
          type={field.type}
          format={current.format}
          onChange={(format) => {
            const { format: _, ...rest } = current
            onChange({ ...rest, ...(format && { format }) })
          }}
        />
      ) : null}
      {current.from === 'custom' || current.from === 'callbackUrl' ? null : (
        <Fallback token={token} mapping={current} onChange={onChange} />
      )}
      <MissingFieldValues token={token} mapping={current} coverage={coverage} />
    </div>
  )
}

type FallbackProps = { token: TokenDefinition; mapping: TokenMapping; onChange: (mapping: TokenMapping) => void }

function Fallback({ token, mapping, onChange }: FallbackProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const fallback = fallbackOf(token, mapping)
  return (
    <div className={classes.fallback}>
      <span className={formClasses.hint}>{t('callApi.whenEmpty')}</span>
      <Select
        aria-label={t('callApi.whenEmptyOf', { token: token.name })}
        variant="unstyled"
        size="xs"
        className={classes.fallbackChoice}
        // A required value cannot be sent empty: the call would fail anyway.
        data={fallbacks
          .filter((each) => each !== 'empty' || !token.required)
          .map((each) => ({
            value: each,
            label: t(`callApi.missing.${each === 'empty' && token.whenEmpty !== 'sendEmpty' ? 'leftOut' : each}`),
          }))}
        value={typeof fallback === 'object' ? 'default' : fallback}
        disabled={readOnly}
        comboboxProps={{ width: 160, position: 'bottom-start' }}
        onChange={(next) => {
          if (next === 'default') onChange({ ...mapping, ifMissing: { default: '' } })
          else if (next === 'fail' || next === 'empty') onChange({ ...mapping, ifMissing: next })
        }}
      />
      {typeof fallback === 'object' ? (
        <div className={classes.fallbackValue}>
          <ValueInput
            aria-label={t('callApi.defaultOf', { token: token.name })}
            type={token.type}
            value={fallback.default}
            onChange={(next) => onChange({ ...mapping, ifMissing: { default: next ?? '' } })}
          />
        </div>
      ) : null}
    </div>
  )
}
