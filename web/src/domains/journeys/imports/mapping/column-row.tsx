import { Select } from '@mantine/core'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import { IconAlertTriangle, IconArrowRight, IconCheck, IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from '../imports.module.css'
import { type ColumnChoices, columnFit } from './column-choices.ts'

const notImported = 'none'
const create = 'create'
const samplesShown = 3

export type ColumnRowProps = {
  header: string
  number: number
  samples: readonly string[]
  fields: readonly FieldDefinition[]
  choices: ColumnChoices
  chosen: string | null
  onChoose: (field: string | null) => void
  /** Null where fields cannot be added. */
  onCreate: ((samples: readonly string[]) => void) | null
}

export function ColumnRow({ header, number, samples, fields, choices, chosen, onChoose, onCreate }: ColumnRowProps) {
  const { t } = useTranslation(['imports', 'nodes'])
  const name = header === '' ? t('imports:columnNumber', { number }) : header
  const definition = fields.find(({ key }) => key === chosen)
  const fit = definition && columnFit(samples, definition)
  const shown = [...new Set(samples.filter((sample) => sample.trim() !== ''))].slice(0, samplesShown)
  // Prefixed, because a field may have the same name as one of the fixed options.
  const options = [
    { value: notImported, label: t('imports:notImported') },
    ...fields.map((field) => ({ value: `field:${field.key}`, label: field.label ?? field.key })),
    ...(onCreate ? [{ value: create, label: t('imports:createField') }] : []),
  ]
  return (
    <div role="row" className={classes.mapRow} data-unused={chosen === null || undefined}>
      <span role="cell" className={classes.columnName}>
        {name}
      </span>
      <span role="cell" className={classes.samples} title={shown.join('\n')}>
        {shown.length > 0 ? shown.join(' · ') : t('imports:emptyColumn')}
      </span>
      <IconArrowRight size={16} stroke={1.5} aria-hidden="true" className={classes.arrow} />
      <span role="cell">
        <Select
          aria-label={`${name}: ${t('imports:field')}`}
          searchable
          data={options}
          value={chosen === null ? notImported : `field:${chosen}`}
          onChange={(value) => {
            if (value === create) onCreate?.(samples)
            else onChoose(value?.startsWith('field:') ? value.slice('field:'.length) : null)
          }}
          renderOption={({ option }) => {
            const field = fields.find(({ key }) => `field:${key}` === option.value)
            const isTaken = field !== undefined && field.key !== chosen && choices.includes(field.key)
            return (
              <span className={classes.option}>
                {option.value === create ? <IconPlus size={16} stroke={1.5} aria-hidden="true" /> : null}
                <span className={isTaken ? classes.muted : classes.grow}>
                  {option.label}
                  {field?.required ? ' *' : ''}
                </span>
                {field ? <span className={classes.muted}>{t(`nodes:fieldType.${field.type}`)}</span> : null}
              </span>
            )
          }}
        />
      </span>
      <span role="cell">
        {!definition || !fit ? null : fit.misfits > 0 ? (
          <span className={classes.fit} data-misfits>
            <IconAlertTriangle size={16} stroke={1.5} aria-hidden="true" />
            {t('imports:fitsNot', { count: fit.misfits, rows: fit.rows })}
          </span>
        ) : (
          <span className={classes.fit} data-fits>
            <IconCheck size={16} stroke={1.75} aria-hidden="true" />
            {t(`nodes:fieldType.${definition.type}`)}
          </span>
        )}
      </span>
    </div>
  )
}
