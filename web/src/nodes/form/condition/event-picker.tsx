import { ActionIcon, Button, Select } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { FieldTest, SignalTest } from '@tabiji/shared/conditions/condition.ts'
import type { FieldType } from '@tabiji/shared/values/field-type.ts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import { Comparison } from './comparison.tsx'
import { testAbout } from './condition-groups.ts'
import classes from '../form.module.css'
import { useNodeForm } from '../node-form-context.tsx'
import { fieldTestOf, payloadOperatorsFor, payloadTestOf, typeOfOperand } from './payload-tests.ts'

export type EventPickerProps = { test: SignalTest; onChange: (test: SignalTest) => void }

/** Chooses an event endpoint and tests of its values. Values of accepted samples are offered by name. */
export function EventPicker({ test, onChange }: EventPickerProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const endpoints = useQuery(useTRPC().events.endpoints.queryOptions()).data ?? []
  const names = new Map<string, string[]>()
  for (const { topic, name } of endpoints) names.set(topic, [...(names.get(topic) ?? []), name])
  if (test.topic !== undefined && !names.has(test.topic)) names.set(test.topic, [])

  const types = new Map<string, FieldType>()
  for (const { topic, fields } of endpoints)
    if (test.topic === undefined || test.topic === topic)
      for (const { path, type } of fields) if (!types.has(path)) types.set(path, arrivesAs(type))
  const tests = Object.entries(test.where ?? {}).map(fieldTestOf)
  const typeOf = ({ field, value }: FieldTest) => types.get(field) ?? typeOfOperand(value)
  const change = (next: readonly FieldTest[]) => {
    const { where: _before, ...rest } = test
    onChange(next.length === 0 ? rest : { ...rest, where: Object.fromEntries(next.map(payloadTestOf)) })
  }
  const free = [...types.keys()].find((path) => !tests.some(({ field }) => field === path))

  return (
    <>
      <Select
        aria-label={t('event.which')}
        data={[
          { value: '', label: t('event.any') },
          ...[...names].map(([topic, of]) => ({
            value: topic,
            label: of.length === 0 ? topic : `${of.join(', ')} (${topic})`,
          })),
        ]}
        value={test.topic ?? ''}
        allowDeselect={false}
        onChange={(topic) => {
          const { topic: _topic, where: _where, ...rest } = test
          onChange(topic ? { ...rest, topic } : rest)
        }}
      />
      {names.size === 0 ? (
        <AnchorLink to="/events/new" search={{}} size="xs">
          {t('event.none')}
        </AnchorLink>
      ) : null}
      {tests.map((each, index) => (
        <ValueTest
          key={each.field}
          test={each}
          type={typeOf(each)}
          paths={[...types.keys()].filter((path) => !tests.some(({ field }) => field === path))}
          onChange={(next) => change(tests.with(index, next))}
          onPath={(path) => change(tests.with(index, testAbout(path, types.get(path), each)))}
          onRemove={() => change(tests.toSpliced(index, 1))}
        />
      ))}
      {readOnly || free === undefined ? null : (
        <div>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconPlus size={14} stroke={1.5} />}
            onClick={() => change([...tests, { field: free, operator: 'eq' }])}
          >
            {t('event.narrow')}
          </Button>
        </div>
      )}
    </>
  )
}

type ValueTestProps = {
  test: FieldTest
  type: FieldType
  /** Further values that can be compared. */
  paths: readonly string[]
  onChange: (test: FieldTest) => void
  onPath: (path: string) => void
  onRemove: () => void
}

function ValueTest({ test, type, paths, onChange, onPath, onRemove }: ValueTestProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  return (
    <div className={classes.eventValue} role="group" aria-label={test.field}>
      <Select
        aria-label={t('event.value')}
        data={[test.field, ...paths]}
        value={test.field}
        allowDeselect={false}
        searchable
        onChange={(path) => path && onPath(path)}
      />
      {readOnly ? null : (
        <ActionIcon aria-label={t('event.remove', { path: test.field })} size="sm" onClick={onRemove}>
          <IconX size={14} stroke={1.5} />
        </ActionIcon>
      )}
      <Comparison
        test={test}
        field={{ key: test.field, type }}
        operators={payloadOperatorsFor(type)}
        onChange={onChange}
      />
    </div>
  )
}

/** Dates and e-mail addresses arrive as texts and are compared as texts, whatever zone they are written in. */
function arrivesAs(type: FieldType): FieldType {
  return type === 'number' || type === 'boolean' || type === 'list' ? type : 'text'
}
