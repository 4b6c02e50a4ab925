import { Select } from '@mantine/core'
import type { FieldTest } from '@tabiji/shared/conditions/condition.ts'
import type { FieldType } from '@tabiji/shared/values/field-type.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Comparison } from '../../form/condition/comparison.tsx'
import { testAbout } from '../../form/condition/condition-groups.ts'
import formClasses from '../../form/form.module.css'
import { useNodeForm } from '../../form/node-form-context.tsx'
import { payloadOperatorsFor, typeOfOperand } from '../../form/condition/payload-tests.ts'
import classes from '../call-api.module.css'
import { AddRow, RemoveRow } from './row-buttons.tsx'
import { PathInput } from './path-input.tsx'

/** The types of JSON values; a date arrives as text. */
const testedTypes = ['text', 'number', 'boolean'] as const satisfies FieldType[]

type CallbackTestsProps = {
  tests: readonly FieldTest[]
  /** The paths in the callbacks, where they are known. */
  paths: readonly string[]
  onChange: (tests: readonly FieldTest[]) => void
}

/** The tests that a success callback passes. */
export function CallbackTests({ tests, paths, onChange }: CallbackTestsProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  // An empty value does not show its type yet.
  const [chosen, setChosen] = useState<Record<string, FieldType>>({})
  const isTaken = (key: string) => tests.some(({ field }) => field === key)
  const fresh = (
    paths.length === 0 ? likelyKeys : [...likelyKeys.flatMap((key) => paths.filter(endsWith(key))), ...paths]
  ).find((key) => !isTaken(key))
  return (
    <div className={classes.rules} role="group" aria-label={t('callApi.callback.success')}>
      <span className={formClasses.sectionTitle}>{t('callApi.callback.success')}</span>
      <p className={formClasses.hint}>
        {t(tests.length === 0 ? 'callApi.callback.anyCallback' : 'callApi.callback.allOf')}
      </p>
      {tests.map((test, index) => {
        const type = chosen[test.field] ?? typeOfOperand(test.value)
        return (
          <div key={test.field} className={formClasses.eventValue} role="group" aria-label={test.field}>
            <KeyInput
              value={test.field}
              paths={paths}
              isTaken={isTaken}
              onChange={(key) => {
                setChosen({ ...chosen, [key]: type })
                onChange(tests.with(index, { ...test, field: key }))
              }}
            />
            <RemoveRow
              label={t('callApi.callback.removeTest', { key: test.field })}
              onRemove={() => onChange(tests.toSpliced(index, 1))}
            />
            <Select
              className={classes.testedType}
              aria-label={t('callApi.callback.typeOf', { key: test.field })}
              data={testedTypes.map((value) => ({ value, label: t(`fieldType.${value}`) }))}
              value={type}
              allowDeselect={false}
              disabled={readOnly}
              onChange={(next) => {
                if (!next) return
                setChosen({ ...chosen, [test.field]: next as FieldType })
                onChange(tests.with(index, testAbout(test.field, next as FieldType, test)))
              }}
            />
            <Comparison
              test={test}
              field={{ key: test.field, type }}
              operators={payloadOperatorsFor(type)}
              onChange={(next) => onChange(tests.with(index, next))}
            />
          </div>
        )
      })}
      {readOnly || fresh === undefined ? null : (
        <AddRow
          label={t('callApi.callback.addTest')}
          onAdd={() => onChange([...tests, { field: fresh, operator: 'eq' }])}
        />
      )}
    </div>
  )
}

const likelyKeys = ['status', 'state', 'result', 'success', 'code']

function endsWith(key: string) {
  return (path: string) => path === key || path.endsWith(`.${key}`)
}

type KeyInputProps = {
  value: string
  paths: readonly string[]
  isTaken: (key: string) => boolean
  onChange: (key: string) => void
}

/** Two tests cannot have the same key, so a key is stored when it is complete. */
function KeyInput({ value, paths, isTaken, onChange }: KeyInputProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const [typed, setTyped] = useState(value)
  const key = typed.trim()
  const isDouble = key !== value && isTaken(key)
  return (
    <PathInput
      aria-label={t('callApi.callback.key')}
      paths={paths}
      value={typed}
      disabled={readOnly}
      error={isDouble ? t('callApi.callback.keyTaken') : undefined}
      onChange={setTyped}
      onBlur={() => {
        if (key === '' || isDouble) setTyped(value)
        else if (key !== value) onChange(key)
      }}
    />
  )
}
