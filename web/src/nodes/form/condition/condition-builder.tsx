import { ActionIcon, Button, Select } from '@mantine/core'
import { IconPlus, IconSubtask, IconX } from '@tabler/icons-react'
import {
  type Condition,
  type FieldTest,
  isFieldTest,
  isSignalTest,
  maxConditionDepth,
  signalDeclarations,
  type SignalKind,
  signalKinds,
  type SignalTest,
} from '@tabiji/shared/conditions/condition.ts'
import { operatorsFor } from '@tabiji/shared/conditions/operators.ts'
import { outputSubject } from '@tabiji/shared/conditions/output-subject.ts'
import { sendsSignal } from '@tabiji/shared/nodes/node-kind.ts'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import { Comparison } from './comparison.tsx'
import { conditionOf, type GroupMode, groupModes, groupOf, isGroup, testAbout } from './condition-groups.ts'
import { outputLabel } from './describe-condition.ts'
import { EventPicker } from './event-picker.tsx'
import { FieldPicker } from '../field/field-picker.tsx'
import classes from '../form.module.css'
import { LinkPicker } from './link-picker.tsx'
import { useNodeForm, type Variable } from '../node-form-context.tsx'

export type ConditionBuilderProps = {
  value: Condition
  onChange: (condition: Condition) => void
  label: string
  /** Whether signals can be tested: in waits, not in splits. */
  signals?: boolean
}

export function ConditionBuilder({ value, onChange, label, signals = false }: ConditionBuilderProps) {
  return (
    <div role="group" aria-label={label} className={classes.builder}>
      <Group condition={value} onChange={onChange} depth={1} signals={signals} />
    </div>
  )
}

type GroupProps = { condition: Condition; onChange: (condition: Condition) => void; depth: number; signals: boolean }

function Group({ condition, onChange, depth, signals }: GroupProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const { mode, children } = groupOf(condition)
  const change = (next: readonly Condition[], nextMode: GroupMode = mode) =>
    onChange(conditionOf({ mode: nextMode, children: next }))
  return (
    <div className={classes.group}>
      <Select
        aria-label={t('condition.mode')}
        data={groupModes.map((each) => ({ value: each, label: t(`condition.${each}`) }))}
        value={mode}
        disabled={readOnly}
        variant="unstyled"
        className={classes.mode}
        onChange={(next) => next && change(children, next as GroupMode)}
      />
      {children.map((child, index) => {
        const replace = (next: Condition) => change(children.with(index, next))
        const remove = () => change(children.toSpliced(index, 1))
        return (
          // A test has no identity except its position.
          <div key={index} className={classes.test} data-group={isGroup(child) || undefined}>
            <div className={classes.testBody}>
              {isGroup(child) ? (
                <Group condition={child} onChange={replace} depth={depth + 1} signals={signals} />
              ) : (
                <Test test={child as FieldTest | SignalTest} onChange={replace} signals={signals} />
              )}
            </div>
            <ActionIcon aria-label={t('condition.remove')} onClick={remove} disabled={readOnly} size="sm">
              <IconX size={14} stroke={1.5} />
            </ActionIcon>
          </div>
        )
      })}
      {readOnly ? null : (
        <div className={classes.adders}>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconPlus size={14} stroke={1.5} />}
            onClick={() => change([...children, { field: '', operator: 'eq' }])}
          >
            {t('condition.add')}
          </Button>
          {/* A group and its tests need two more levels. */}
          {depth <= maxConditionDepth - 4 ? (
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              leftSection={<IconSubtask size={14} stroke={1.5} />}
              onClick={() => change([...children, { any: [{ field: '', operator: 'eq' }] }])}
            >
              {t('condition.addGroup')}
            </Button>
          ) : null}
        </div>
      )}
    </div>
  )
}

type TestProps = { test: FieldTest | SignalTest; onChange: (test: Condition) => void; signals: boolean }

function Test({ test, onChange, signals }: TestProps) {
  const { t } = useTranslation('nodes')
  const locale = useLocale()
  const { fields, variables, nodes, labelOf } = useNodeForm()
  const shownSignals = signalKinds.filter(
    (kind) => (signals && !signalDeclarations[kind].isHidden) || (isSignalTest(test) && test.signal === kind),
  )
  const outputs = outputFields(variables, isFieldTest(test) ? test.field : '', labelOf)
  const field = isFieldTest(test) ? [...fields, ...outputs].find(({ key }) => key === test.field) : undefined
  return (
    <>
      <FieldPicker
        aria-label={t('condition.subject')}
        value={isFieldTest(test) ? test.field || null : null}
        onChange={(key, chosen) => {
          const type = (chosen ?? [...fields, ...outputs].find((each) => each.key === key))?.type
          onChange(testAbout(key, type, isFieldTest(test) ? test : null))
        }}
        outputs={outputs}
        more={{
          label: t('condition.signals'),
          options: shownSignals.map((kind) => ({ value: kind, label: signalDeclarations[kind].title[locale] })),
          value: isSignalTest(test) ? test.signal : null,
          onChange: (kind) => onChange({ signal: kind as SignalKind }),
        }}
      />
      {isSignalTest(test) && test.signal === 'eventReceived' ? (
        <EventPicker test={test} onChange={onChange} />
      ) : isSignalTest(test) ? (
        <>
          <Select
            aria-label={t('condition.signalNode')}
            data={[
              { value: '', label: t('condition.anyNode') },
              ...nodes
                .filter((node) => sendsSignal(node.kind, test.signal) || node.id === test.node)
                .map((node) => ({ value: node.id, label: labelOf(node.id) })),
            ]}
            value={test.node ?? ''}
            onChange={(node) => {
              const { node: _before, link: _link, ...rest } = test
              onChange(node ? { ...rest, node } : rest)
            }}
          />
          {test.signal === 'mailClicked' ? <LinkPicker test={test} onChange={onChange} /> : null}
        </>
      ) : field ? (
        <Comparison test={test} field={field} operators={operatorsFor(field.type)} onChange={onChange} />
      ) : null}
    </>
  )
}

/** Outputs of earlier steps, plus one that the test names although it is not known. */
function outputFields(
  variables: readonly Variable[],
  named: string,
  labelOf: (nodeId: string) => string,
): FieldDefinition[] {
  const found = variables.filter(({ name }) => outputSubject(name) !== null)
  const isUnseen = outputSubject(named) !== null && !found.some(({ name }) => name === named)
  return [...found, ...(isUnseen ? [{ name: named, type: 'text' as const }] : [])].map(({ name, type }) => ({
    key: name,
    type,
    label: outputLabel(name, labelOf),
  }))
}
