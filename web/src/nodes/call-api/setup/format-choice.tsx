import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { Select, TextInput } from '@mantine/core'
import { formatValue, type ValueFormat } from '@tabiji/shared/http-call/request/value-format.ts'
import type { FieldType } from '@tabiji/shared/values/field-type.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import { describeFormat } from '../../form/describe-format.ts'
import formClasses from '../../form/form.module.css'
import { useNodeForm } from '../../form/node-form-context.tsx'
import classes from '../call-api.module.css'

const date = (pattern: string): ValueFormat => ({ kind: 'date', pattern })
const decimals = (count: number): ValueFormat => ({ kind: 'decimals', decimals: count })
const unix: ValueFormat[] = [{ kind: 'unixSeconds' }, { kind: 'unixMilliseconds' }]

/** The formats that other systems usually need, by field type. */
const offered: Partial<Record<FieldType, ValueFormat[]>> = {
  date: [...['%Y/%m/%d', '%Y%m%d', '%d/%m/%Y', '%m/%d/%Y', '%d.%m.%Y'].map(date), ...unix],
  dateTime: [
    ...['%Y/%m/%d %H:%M', '%Y-%m-%d %H:%M:%S', '%d/%m/%Y %H:%M', '%m/%d/%Y %H:%M', '%Y-%m-%d', '%Y/%m/%d'].map(date),
    ...unix,
  ],
  number: [0, 1, 2, 3].map(decimals),
}

const asItIs = 'asItIs'
const ownPattern = 'own'

export type FormatChoiceProps = {
  token: string
  type: FieldType
  format: ValueFormat | undefined
  onChange: (format: ValueFormat | undefined) => void
}

/** How a date or number is written. Renders nothing for fields with only one format. */
export function FormatChoice({ token, type, format, onChange }: FormatChoiceProps) {
  const { t } = useTranslation('nodes')
  const locale = useLocale()
  const { readOnly, timeZone } = useNodeForm()
  const formats = offered[type]
  const known = formats?.find((each) => JSON.stringify(each) === JSON.stringify(format))
  const [typing, setTyping] = useState(format?.kind === 'date' && !known)
  if (!formats) return null
  const isOwn = format?.kind === 'date' && (typing || !known)
  // A format made elsewhere, such as five decimals.
  const more = format && !known && format.kind !== 'date' ? [format] : []
  return (
    <>
      <div className={classes.fallback}>
        <span className={formClasses.hint}>{t('callApi.format.label')}</span>
        <Select
          aria-label={t('callApi.format.of', { token })}
          variant="unstyled"
          size="xs"
          className={classes.formatChoice}
          data={[
            { value: asItIs, label: t('callApi.format.asItIs') },
            ...[...formats, ...more].map((each) => ({
              value: JSON.stringify(each),
              label: describeFormat(each, type, locale),
            })),
            ...(type === 'number' ? [] : [{ value: ownPattern, label: t('callApi.format.own') }]),
          ]}
          value={isOwn ? ownPattern : format ? JSON.stringify(format) : asItIs}
          disabled={readOnly}
          comboboxProps={{ width: 220, position: 'bottom-start' }}
          onChange={(chosen) => {
            if (!chosen) return
            setTyping(chosen === ownPattern)
            if (chosen === asItIs) onChange(undefined)
            else if (chosen === ownPattern) onChange(format?.kind === 'date' ? format : date('%Y-%m-%d'))
            else onChange(parseExactJson(chosen) as ValueFormat)
          }}
        />
      </div>
      {isOwn ? (
        <TextInput
          size="xs"
          aria-label={t('callApi.format.patternOf', { token })}
          description={t('callApi.format.patternHint', {
            example: formatValue('2026-11-22T09:30:00Z', format, { timeZone, locale: locale }),
          })}
          inputWrapperOrder={['input', 'description']}
          classNames={{ input: classes.pattern ?? '' }}
          value={format.pattern}
          maxLength={100}
          spellCheck={false}
          readOnly={readOnly}
          onChange={(event) => event.currentTarget.value && onChange(date(event.currentTarget.value))}
        />
      ) : null}
    </>
  )
}
