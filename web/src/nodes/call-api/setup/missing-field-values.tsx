import type { TokenDefinition } from '@tabiji/shared/http-call/action/external-action.ts'
import type { TokenMapping } from '@tabiji/shared/http-call/request/map-tokens.ts'
import { formatField } from '@tabiji/shared/values/format-field.ts'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../lib/api/api-types.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import { useNodeForm } from '../../form/node-form-context.tsx'
import classes from '../call-api.module.css'
import { fallbackOf } from './fallback-of.ts'
import { fieldsNeededBy } from '../fields-read-by.ts'

export type Coverage = Outputs['participants']['coverage']

export type MissingFieldValuesProps = { token: TokenDefinition; mapping: TokenMapping; coverage: Coverage | null }

/** The number of participants without a value for this row, and what happens to them. */
export function MissingFieldValues({ token, mapping, coverage }: MissingFieldValuesProps) {
  const { t } = useTranslation('nodes')
  const format = useFormat()
  const { fields } = useNodeForm()
  if (!coverage || coverage.total === 0) return null
  const { total, missing, sampled } = coverage
  const keys = fieldsNeededBy(mapping).filter((key) => missing[key] !== undefined)
  if (keys.length === 0) return null
  const missingKeys = keys.filter((key) => missing[key])
  const about =
    sampled === null ? null : t('callApi.missingValues.sampled', { count: sampled, number: format.number(sampled) })
  if (missingKeys.length === 0) {
    return (
      <p className={classes.missingValues}>
        {t('callApi.missingValues.nobody')} {about}
      </p>
    )
  }
  return (
    <div className={classes.missingValues}>
      {missingKeys.map((key) => {
        const values = {
          count: missing[key] ?? 0,
          number: format.number(missing[key] ?? 0),
          total: format.number(total),
          field: fields.find((field) => field.key === key)?.label || key,
        }
        return (
          <p key={key} data-some>
            {t(mapping.from === 'field' ? 'callApi.missingValues.value' : 'callApi.missingValues.field', values)}{' '}
            {mapping.from === 'field' ? <Then token={token} mapping={mapping} /> : null}
          </p>
        )
      })}
      {mapping.from === 'field' ? null : <p>{t('callApi.missingValues.inText')}</p>}
      {about ? <p>{about}</p> : null}
    </div>
  )
}

function Then({ token, mapping }: Pick<MissingFieldValuesProps, 'token' | 'mapping'>) {
  const { t } = useTranslation('nodes')
  const fallback = fallbackOf(token, mapping)
  const empty = token.whenEmpty === 'sendEmpty' ? 'empty' : 'leftOut'
  if (typeof fallback !== 'object') return t(`callApi.missingValues.outcome.${fallback === 'empty' ? empty : fallback}`)
  const value = formatField(fallback.default)
  // An empty fallback counts as none.
  if (value === '') return t(`callApi.missingValues.outcome.${token.required ? 'fail' : empty}`)
  return t('callApi.missingValues.outcome.default', { value })
}
