import { ActionIcon, Button, Select, Switch, TextInput } from '@mantine/core'
import type { Callback } from '@tabiji/shared/callout/callback.ts'
import type { FieldTest } from '@tabiji/shared/condition/condition.ts'
import type { FieldType } from '@tabiji/shared/field/field-type.ts'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DraftConfig, NodeFormProps } from '../define-node-view.tsx'
import { Comparison } from '../form/comparison.tsx'
import { testAbout } from '../form/condition-groups.ts'
import { DurationInput } from '../form/duration-input.tsx'
import formClasses from '../form/form.module.css'
import { useNodeForm } from '../form/node-form-context.tsx'
import { fieldTestOf, payloadOperatorsFor, payloadTestOf, typeOfOperand } from '../form/payload-tests.ts'
import classes from './call-api.module.css'
import { SaveOutput } from './outputs.tsx'

type Config = DraftConfig<'callApi'>
type SectionProps = Pick<NodeFormProps<'callApi'>, 'config' | 'onChange'>

const firstCallback: Callback = { timeLimit: { amount: 1, unit: 'days' }, succeededWhen: {}, values: [] }
/** Types in which JSON brings values; a date comes as a text. */
const reportedTypes = ['text', 'number', 'boolean'] as const satisfies FieldType[]
const keptTypes = [...reportedTypes, 'date', 'dateTime', 'email', 'url'] as const satisfies FieldType[]

/** For a system that answers at once and says later what became of it: whether to wait, and what its report means. */
export function CallbackSection({ config, onChange }: SectionProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const callback = config.callback ? { ...firstCallback, ...config.callback } : null
  const change = (next: Partial<Callback>) =>
    onChange({ ...config, callback: { ...firstCallback, ...callback, ...next } })
  return (
    <section className={formClasses.section} aria-label={t('callApi.callback.title')}>
      <h3 className={formClasses.sectionTitle}>{t('callApi.callback.title')}</h3>
      <Switch
        label={t('callApi.callback.wait')}
        description={t('callApi.callback.waitHint')}
        checked={callback !== null}
        disabled={readOnly}
        onChange={(event) =>
          onChange(event.currentTarget.checked ? { ...config, callback: firstCallback } : withoutCallback(config))
        }
      />
      {callback ? (
        <>
          <p className={formClasses.hint}>{t('callApi.callback.addressHint')}</p>
          <DurationInput
            label={t('callApi.callback.timeLimit')}
            description={t('callApi.callback.timeLimitHint')}
            value={callback.timeLimit}
            onChange={(timeLimit) => change({ timeLimit: timeLimit as Callback['timeLimit'] })}
          />
          <SuccessTests
            tests={Object.entries(callback.succeededWhen).map(fieldTestOf)}
            onChange={(tests) => change({ succeededWhen: Object.fromEntries(tests.map(payloadTestOf)) })}
          />
          <Values
            config={config}
            values={callback.values}
            onValues={(values) => change({ values })}
            onChange={onChange}
          />
        </>
      ) : null}
    </section>
  )
}

function withoutCallback(config: Config): Config {
  const reported = new Set(config.callback?.values?.map(({ name }) => name))
  const tokens = Object.entries(config.tokens ?? {}).filter(([, { from }]) => from !== 'callbackUrl')
  const save = (config.save ?? []).filter(({ output }) => !reported.has(output))
  return { ...config, tokens: Object.fromEntries(tokens), save, callback: null }
}

type SuccessTestsProps = { tests: readonly FieldTest[]; onChange: (tests: readonly FieldTest[]) => void }

function SuccessTests({ tests, onChange }: SuccessTestsProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  // A value that is not typed yet says nothing about its type.
  const [chosen, setChosen] = useState<Record<string, FieldType>>({})
  const isTaken = (key: string) => tests.some(({ field }) => field === key)
  const fresh = ['status', 'state', 'result', 'success', 'code'].find((key) => !isTaken(key))
  return (
    <div className={classes.rules} role="group" aria-label={t('callApi.callback.success')}>
      <span className={formClasses.sectionTitle}>{t('callApi.callback.success')}</span>
      <p className={formClasses.hint}>
        {t(tests.length === 0 ? 'callApi.callback.anyReport' : 'callApi.callback.allOf')}
      </p>
      {tests.map((test, index) => {
        const type = chosen[test.field] ?? typeOfOperand(test.value)
        return (
          <div key={test.field} className={formClasses.eventValue} role="group" aria-label={test.field}>
            <KeyInput
              value={test.field}
              isTaken={isTaken}
              onChange={(key) => {
                setChosen({ ...chosen, [key]: type })
                onChange(tests.with(index, { ...test, field: key }))
              }}
            />
            <Remove
              label={t('callApi.callback.removeTest', { key: test.field })}
              onRemove={() => onChange(tests.toSpliced(index, 1))}
            />
            <Select
              className={classes.reportedType}
              aria-label={t('callApi.callback.typeOf', { key: test.field })}
              data={reportedTypes.map((value) => ({ value, label: t(`fieldType.${value}`) }))}
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
        <Add
          label={t('callApi.callback.addTest')}
          onAdd={() => onChange([...tests, { field: fresh, operator: 'eq' }])}
        />
      )}
    </div>
  )
}

type KeyInputProps = { value: string; isTaken: (key: string) => boolean; onChange: (key: string) => void }

/** Two tests of one key cannot both be kept, so a key is taken when it is whole. */
function KeyInput({ value, isTaken, onChange }: KeyInputProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const [typed, setTyped] = useState(value)
  const key = typed.trim()
  const isDouble = key !== value && isTaken(key)
  return (
    <TextInput
      aria-label={t('callApi.callback.key')}
      value={typed}
      disabled={readOnly}
      error={isDouble ? t('callApi.callback.keyTaken') : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (key === '' || isDouble) setTyped(value)
        else if (key !== value) onChange(key)
      }}
    />
  )
}

type ValuesProps = SectionProps & { values: Callback['values']; onValues: (values: Callback['values']) => void }

function Values({ config, values, onValues, onChange }: ValuesProps) {
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
          // Names can be the same for a moment, and places are all that tells rows apart.
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
            <TextInput
              label={t('callApi.callback.key')}
              description={t('callApi.callback.keyHint')}
              value={value.key}
              disabled={readOnly}
              onChange={(event) => change({ key: event.currentTarget.value })}
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
        <Add
          label={t('callApi.callback.addValue')}
          onAdd={() => onValues([...values, { name: '', key: '', type: 'text' }])}
        />
      )}
    </div>
  )
}

function Add({ label, onAdd }: { label: string; onAdd: () => void }) {
  return (
    <div>
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} stroke={1.5} />} onClick={onAdd}>
        {label}
      </Button>
    </div>
  )
}

function Remove({ label, onRemove }: { label: string; onRemove: () => void }) {
  const { readOnly } = useNodeForm()
  if (readOnly) return null
  return (
    <ActionIcon aria-label={label} size="sm" onClick={onRemove}>
      <IconX size={14} stroke={1.5} />
    </ActionIcon>
  )
}
