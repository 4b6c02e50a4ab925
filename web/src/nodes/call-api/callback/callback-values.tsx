import { ActionIcon, Select, TextInput } from '@mantine/core'
import type { Callback } from '@tabiji/shared/events/callback.ts'
import type { FieldType } from '@tabiji/shared/values/field-type.ts'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { NodeFormProps } from '../../definition/define-node-view.tsx'
import formClasses from '../../form/form.module.css'
import { useNodeForm } from '../../form/node-form-context.tsx'
import classes from '../call-api.module.css'
import { firstCallback } from './callback-draft.ts'
import { SaveOutput } from '../outputs.tsx'
import { PathInput } from './path-input.tsx'
import { AddRow } from './row-buttons.tsx'

const keptTypes = ['text', 'number', 'boolean', 'date', 'dateTime', 'email', 'url'] as const satisfies FieldType[]

type CallbackValuesProps = Pick<NodeFormProps<'callApi'>, 'config' | 'onChange'> & {
  paths: readonly string[]
  values: Callback['values']
  onValues: (values: Callback['values']) => void
}

/** The values of a callback to keep, as outputs or as participant fields. */
export function CallbackValues({ config, paths, values, onValues, onChange }: CallbackValuesProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  return (
    <div className={classes.rules} role="group" aria-label={t('callApi.callback.values')}>
      <span className={formClasses.sectionTitle}>{t('callApi.callback.values')}</span>
      <p className={formClasses.hint}>{t('callApi.callback.valuesHint')}</p>
      {values.map((value, index) => {
        const change = (next: Partial<Callback['values'][number]>) =>
          onValues(values.with(index, { ...value, ...next }))
        return (
          // Names may be equal while typing, so only the index identifies a row.
          <fieldset key={index} className={classes.rule}>
            <legend className={classes.ruleLegend}>
              {value.name || t('callApi.callback.value', { number: index + 1 })}
            </legend>
            {readOnly ? null : (
              <ActionIcon
                className={classes.ruleRemove}
                aria-label={t('callApi.callback.removeValue', { name: value.name })}
                size="sm"
                onClick={() => {
                  const save = (config.save ?? []).filter(({ output }) => output !== value.name)
                  onChange({
                    ...config,
                    save,
                    callback: { ...firstCallback, ...config.callback, values: values.toSpliced(index, 1) },
                  })
                }}
              >
                <IconX size={14} stroke={1.5} />
              </ActionIcon>
            )}
            <TextInput
              label={t('callApi.callback.name')}
              value={value.name}
              disabled={readOnly}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            <PathInput
              label={t('callApi.callback.key')}
              description={t('callApi.callback.keyHint')}
              paths={paths}
              value={value.key}
              disabled={readOnly}
              onChange={(key) => change({ key })}
            />
            <Select
              label={t('callApi.callback.type')}
              data={keptTypes.map((type) => ({ value: type, label: t(`fieldType.${type}`) }))}
              value={value.type}
              allowDeselect={false}
              disabled={readOnly}
              onChange={(type) => type && change({ type: type as FieldType })}
            />
            {value.name === '' ? null : <SaveOutput output={value.name} config={config} onChange={onChange} />}
          </fieldset>
        )
      })}
      {readOnly ? null : (
        <AddRow
          label={t('callApi.callback.addValue')}
          onAdd={() => onValues([...values, { name: '', key: '', type: 'text' }])}
        />
      )}
    </div>
  )
}
