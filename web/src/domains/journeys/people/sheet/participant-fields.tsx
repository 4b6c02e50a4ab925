import { Button } from '@mantine/core'
import type { FieldDefinition, FieldValues } from '@tabiji/shared/values/field-type.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { KeyValue } from '../../../../ui/values/key-value.tsx'
import { formatValue } from '../format-value.ts'
import classes from '../path/path.module.css'

const shownAtFirst = 6

export function ParticipantFields({
  definitions,
  values,
}: {
  definitions: readonly FieldDefinition[]
  values: FieldValues
}) {
  const { t } = useTranslation('participants')
  const format = useFormat()
  const [all, setAll] = useState(false)
  const items = definitions.map((field) => ({
    label: field.label ?? field.key,
    value: formatValue(values[field.key], field, { format, t }) || (
      <span className={classes.muted}>{t('dueNone')}</span>
    ),
  }))
  const hidden = items.length - shownAtFirst
  // One more line takes no more space than a button that hides one.
  const isCut = !all && hidden > 1
  return (
    <section className={classes.section} aria-label={t('fields')}>
      <h2 className={classes.heading}>{t('fields')}</h2>
      <KeyValue items={isCut ? items.slice(0, shownAtFirst) : items} />
      {isCut ? (
        <div>
          <Button variant="subtle" size="compact-sm" ml={-8} onClick={() => setAll(true)}>
            {t('moreFields', { count: hidden })}
          </Button>
        </div>
      ) : null}
    </section>
  )
}
