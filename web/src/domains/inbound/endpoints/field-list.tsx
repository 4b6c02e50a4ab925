import { useTranslation } from 'react-i18next'
import type { EventField } from '../event-types.ts'
import classes from '../events.module.css'

/** The fields of an event: path, type and sample value. */
export function FieldList({ fields }: { fields: readonly EventField[] }) {
  const { t } = useTranslation(['events', 'nodes'])
  return (
    <table className={classes.fields}>
      <thead>
        <tr>
          <th scope="col">{t('events:field.path')}</th>
          <th scope="col">{t('events:field.type')}</th>
          <th scope="col">{t('events:field.sample')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.path}>
            <td className={classes.code}>{field.path}</td>
            <td>{t(`nodes:fieldType.${field.type}`)}</td>
            <td className={classes.value}>{sampleText(field.sample)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function sampleText(sample: EventField['sample']): string {
  return sample === null ? '–' : Array.isArray(sample) ? sample.join(', ') : String(sample)
}
