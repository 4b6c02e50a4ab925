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

export type LackingProps = { token: TokenDefinition; mapping: TokenMapping; coverage: Coverage | null }

/** How many participants have no value for what a row reads, and what happens for them. */
export function Lacking({ token, mapping, coverage }: LackingProps) {
  const { t } = useTranslation('nodes')
  const format = useFormat()
  const { fields } = useNodeForm()
  if (!coverage || coverage.total === 0) return null
  const { total, missing, sampled } = coverage
  const keys = fieldsNeededBy(mapping).filter((key) => missing[key] !== undefined)
  if (keys.length === 0) return null
  const lacking = keys.filter((key) => missing[key])
  const about =
    sampled === null ? null : t('callApi.lacking.sampled', { count: sampled, number: format.number(sampled) })
  if (lacking.length === 0) {
    return (
      <p className={classes.lacking}>
        {t('callApi.lacking.nobody')} {about}
      </p>
    )
  }
  return (
    <div className={classes.lacking}>
      {lacking.map((key) => {
        const values = {
          count: missing[key] ?? 0,
          number: format.number(missing[key] ?? 0),
          total: format.number(total),
          field: fields.find((field) => field.key === key)?.label || key,
        }
        return (
          <p key={key} data-some>
            {t(mapping.from === 'field' ? 'callApi.lacking.value' : 'callApi.lacking.field', values)}{' '}
            {mapping.from === 'field' ? <Then token={token} mapping={mapping} /> : null}
          </p>
        )
      })}
      {mapping.from === 'field' ? null : <p>{t('callApi.lacking.inText')}</p>}
      {about ? <p>{about}</p> : null}
    </div>
  )
}

function Then({ token, mapping }: Pick<LackingProps, 'token' | 'mapping'>) {
  const { t } = useTranslation('nodes')
  const fallback = fallbackOf(token, mapping)
  if (typeof fallback !== 'object') return t(`callApi.lacking.outcome.${fallback}`)
  const value = formatField(fallback.default)
  // Nothing was typed yet: that is as good as no fallback.
  if (value === '') return t(`callApi.lacking.outcome.${token.required ? 'fail' : 'empty'}`)
  return t('callApi.lacking.outcome.default', { value })
}
