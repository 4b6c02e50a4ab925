import { Select } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../lib/api/api-types.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { StatusBadge } from '../../../ui/feedback/status-badge.tsx'
import type { Endpoint } from '../event-types.ts'
import classes from '../events.module.css'
import { sampleText } from './field-list.tsx'
import { type FieldChoices, assignField } from './field-choices.ts'
import { useCreateField } from './use-create-field.ts'

type MappingTableProps = {
  endpoint: Endpoint
  journey: Outputs['journeys']['get']
  choices: FieldChoices
  readOnly: boolean
  onChange: (change: (choices: FieldChoices) => FieldChoices) => void
}

const createOption = '+'

/** The participant field of each event value. Fields that identify participants are marked. */
export function MappingTable({ endpoint, journey, choices, readOnly, onChange }: MappingTableProps) {
  const { t } = useTranslation(['events', 'nodes'])
  const { fields, uniqueBy } = journey.document
  const createField = useCreateField(journey)
  const typeOf = (type: (typeof fields)[number]['type']) => t(`nodes:fieldType.${type}`)
  return (
    <>
      <table className={classes.fields} data-wide>
        <thead>
          <tr>
            <th scope="col">{t('events:field.path')}</th>
            <th scope="col">{t('events:field.sample')}</th>
            <th scope="col">{t('events:field.into')}</th>
          </tr>
        </thead>
        <tbody>
          {endpoint.fields.map((field) => {
            const chosen = choices[field.path] ?? null
            return (
              <tr key={field.path}>
                <td>
                  <span className={classes.code}>{field.path}</span>{' '}
                  <span className={classes.faint}>{typeOf(field.type)}</span>
                </td>
                <td className={classes.value}>{sampleText(field.sample)}</td>
                <td className={classes.into}>
                  <Select
                    aria-label={t('events:field.intoOf', { path: field.path })}
                    placeholder={t('events:field.notKept')}
                    data={[
                      ...fields.map(({ key, label, type }) => ({
                        value: key,
                        label: `${label ?? key} (${typeOf(type)})`,
                      })),
                      ...(createField.isPossible ? [{ value: createOption, label: t('events:field.create') }] : []),
                    ]}
                    value={chosen}
                    clearable
                    disabled={readOnly}
                    onChange={(key) => {
                      if (key !== createOption) return onChange((before) => assignField(before, field.path, key))
                      void createField
                        .create(field)
                        .then((made) => made && onChange((before) => assignField(before, field.path, made)))
                    }}
                  />
                  {chosen !== null && uniqueBy.includes(chosen) ? (
                    <StatusBadge icon={IconFingerprint} label={t('events:field.recognises')} tone="info" />
                  ) : null}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {createField.error ? <ErrorNotice error={createField.error} /> : null}
      {createField.isPossible ? null : <p className={classes.hint}>{t('events:field.published')}</p>}
    </>
  )
}
