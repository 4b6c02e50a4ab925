import { ActionIcon, Autocomplete, Button, Radio, Select, Switch, TextInput, type TextInputProps } from '@mantine/core'
import type { Callback } from '@tabiji/shared/callout/callback.ts'
import type { ExternalAction } from '@tabiji/shared/callout/external-action.ts'
import type { FieldTest } from '@tabiji/shared/condition/condition.ts'
import type { FieldType } from '@tabiji/shared/field/field-type.ts'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../lib/api-types.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { AnchorLink } from '../../ui/links.tsx'
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
export function CallbackSection({ action, config, onChange }: SectionProps & { action: ExternalAction }) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const endpoints = useEndpoints(config.callback?.byKey !== undefined)
  const callback = config.callback ? { ...firstCallback, ...config.callback } : null
  const change = (next: Partial<Callback>) =>
    onChange({ ...config, callback: { ...firstCallback, ...callback, ...next } })
  const reporting = endpoints?.find(({ id }) => id === callback?.byKey?.endpointId)
  const paths = reporting?.fields.map(({ path }) => path) ?? []
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
          <Radio.Group
            label={t('callApi.callback.how')}
            value={callback.byKey ? 'byKey' : 'ownAddress'}
            onChange={(way) => onChange(way === 'byKey' ? withKey(config, action) : withoutKey(config))}
          >
            <div className={classes.ways}>
              {(['ownAddress', 'byKey'] as const).map((way) => (
                <Radio
                  key={way}
                  value={way}
                  label={t(`callApi.callback.${way}`)}
                  description={t(`callApi.callback.${way}Hint`)}
                  disabled={readOnly}
                />
              ))}
            </div>
          </Radio.Group>
          {callback.byKey ? (
            <KeyChoice
              byKey={{ ...noKey, ...callback.byKey }}
              endpoints={endpoints}
              action={action}
              onChange={(byKey) => change({ byKey })}
            />
          ) : null}
          <DurationInput
            label={t('callApi.callback.timeLimit')}
            description={t('callApi.callback.timeLimitHint')}
            value={callback.timeLimit}
            onChange={(timeLimit) => change({ timeLimit: timeLimit as Callback['timeLimit'] })}
          />
          <SuccessTests
            paths={paths}
            tests={Object.entries(callback.succeededWhen).map(fieldTestOf)}
            onChange={(tests) => change({ succeededWhen: Object.fromEntries(tests.map(payloadTestOf)) })}
          />
          <Values
            config={config}
            paths={paths}
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

type ByKey = NonNullable<Callback['byKey']>
type Endpoints = Outputs['events']['endpoints']

const noKey: ByKey = { endpointId: '', path: '', output: '' }

/** Undefined while they are on their way, and where nobody asks. */
function useEndpoints(isAsked: boolean): Endpoints | undefined {
  // A new one is made in another tab, with the form left open here.
  const options = { enabled: isAsked, refetchOnWindowFocus: 'always' } as const
  return useQuery(useTRPC().events.endpoints.queryOptions(undefined, options)).data
}

/** The address of each call means nothing then; where the reply has one value, it is that one. */
function withKey(config: Config, { extract }: ExternalAction): Config {
  const tokens = Object.entries(config.tokens ?? {}).filter(([, { from }]) => from !== 'callbackUrl')
  const output = extract.length === 1 ? extract[0]!.name : ''
  const callback = { ...firstCallback, ...config.callback, byKey: { ...noKey, output } }
  return { ...config, tokens: Object.fromEntries(tokens), callback }
}

function withoutKey(config: Config): Config {
  const { byKey: _, ...callback } = { ...firstCallback, ...config.callback }
  return { ...config, callback }
}

type KeyChoiceProps = {
  byKey: ByKey
  endpoints: Endpoints | undefined
  action: ExternalAction
  onChange: (byKey: ByKey) => void
}

/** Which event brings the reports, and which of its values equals which one of the reply. */
function KeyChoice({ byKey, endpoints, action, onChange }: KeyChoiceProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const endpoint = endpoints?.find(({ id }) => id === byKey.endpointId)
  const outputs = action.extract.map(({ name }) => name)
  if (endpoints?.length === 0)
    return (
      <AnchorLink to="/events/new" search={{}} size="sm">
        {t('event.none')}
      </AnchorLink>
    )
  return (
    <div className={classes.rules} role="group" aria-label={t('callApi.callback.byKey')}>
      <Select
        label={t('callApi.callback.event')}
        placeholder={t('callApi.callback.choose')}
        data={endpoints?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={endpoint?.id ?? null}
        error={endpoints && byKey.endpointId !== '' && !endpoint ? t('callApi.callback.eventGone') : undefined}
        searchable
        allowDeselect={false}
        disabled={readOnly}
        onChange={(id) => {
          const next = endpoints?.find((each) => each.id === id)
          if (!next) return
          const isThere = next.fields.length === 0 || next.fields.some(({ path }) => path === byKey.path)
          onChange({ ...byKey, endpointId: next.id, path: isThere ? byKey.path : '' })
        }}
      />
      {endpoint && endpoint.fields.length === 0 ? (
        <TextInput
          label={t('callApi.callback.path')}
          description={t('callApi.callback.pathUnseen')}
          value={byKey.path}
          disabled={readOnly}
          onChange={(event) => onChange({ ...byKey, path: event.currentTarget.value.trim() })}
        />
      ) : (
        <Select
          label={t('callApi.callback.path')}
          placeholder={t('callApi.callback.choose')}
          data={endpoint?.fields.map(({ path, sample }) => ({ value: path, label: withSample(path, sample) })) ?? []}
          value={endpoint?.fields.some(({ path }) => path === byKey.path) ? byKey.path : null}
          searchable
          allowDeselect={false}
          disabled={readOnly || !endpoint}
          onChange={(path) => path && onChange({ ...byKey, path })}
        />
      )}
      <Select
        label={t('callApi.callback.output')}
        description={outputs.length === 0 ? t('callApi.callback.noOutput') : undefined}
        placeholder={t('callApi.callback.choose')}
        data={outputs}
        value={outputs.includes(byKey.output) ? byKey.output : null}
        allowDeselect={false}
        disabled={readOnly || outputs.length === 0}
        onChange={(output) => output && onChange({ ...byKey, output })}
      />
    </div>
  )
}

function withSample(path: string, sample: Endpoints[number]['fields'][number]['sample']): string {
  return sample === null || sample === '' || typeof sample === 'object' ? path : `${path} · ${String(sample)}`
}

type SuccessTestsProps = {
  tests: readonly FieldTest[]
  /** What the reports have, where that is known. */
  paths: readonly string[]
  onChange: (tests: readonly FieldTest[]) => void
}

function SuccessTests({ tests, paths, onChange }: SuccessTestsProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  // A value that is not typed yet says nothing about its type.
  const [chosen, setChosen] = useState<Record<string, FieldType>>({})
  const isTaken = (key: string) => tests.some(({ field }) => field === key)
  const fresh = (
    paths.length === 0 ? likelyKeys : [...likelyKeys.flatMap((key) => paths.filter(endsWith(key))), ...paths]
  ).find((key) => !isTaken(key))
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
              paths={paths}
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

/** Two tests of one key cannot both be kept, so a key is taken when it is whole. */
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

type PathInputProps = Pick<TextInputProps, 'label' | 'aria-label' | 'description' | 'disabled' | 'error' | 'onBlur'> & {
  value: string
  /** Offered while it is typed. */
  paths: readonly string[]
  onChange: (path: string) => void
}

function PathInput({ paths, value, onChange, ...rest }: PathInputProps) {
  if (paths.length === 0)
    return <TextInput {...rest} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
  return <Autocomplete {...rest} data={[...paths]} value={value} onChange={onChange} />
}

type ValuesProps = SectionProps & {
  paths: readonly string[]
  values: Callback['values']
  onValues: (values: Callback['values']) => void
}

function Values({ config, paths, values, onValues, onChange }: ValuesProps) {
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
