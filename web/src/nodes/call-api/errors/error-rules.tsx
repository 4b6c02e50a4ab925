import { ActionIcon, Button, MultiSelect, Select, Tooltip } from '@mantine/core'
import type { ErrorRule } from '@tabiji/shared/effects/error-rule.ts'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DurationInput } from '../../form/time/duration-input.tsx'
import formClasses from '../../form/form.module.css'
import { useNodeForm } from '../../form/node-form-context.tsx'
import classes from '../call-api.module.css'
import { causeCodes, useCauseLabel } from './use-cause-label.ts'

const policies = ['retry', 'park', 'continue', 'drop', 'outlet'] as const

/** The most common wish: retry while the system is busy or down. */
const firstRule: ErrorRule = {
  on: ['429', '5xx', 'timeout', 'network'],
  policy: 'retry',
  retryFor: { amount: 24, unit: 'hours' },
  afterwards: 'park',
}
const nextRule: ErrorRule = { ...firstRule, on: ['404'], policy: 'drop' }

export type ErrorRulesProps = { rules: readonly ErrorRule[]; onChange: (rules: ErrorRule[]) => void }

/** Exceptions for some errors, one sentence each. The first rule that fits decides. */
export function ErrorRules({ rules, onChange }: ErrorRulesProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  return (
    <section className={classes.rules} aria-label={t('callApi.errors.rules')}>
      <h3 className={classes.rulesTitle}>{t('callApi.errors.rules')}</h3>
      <p className={formClasses.hint}>{t('callApi.errors.rulesHint')}</p>
      {rules.map((rule, index) => (
        // A rule has no identity except its position, which also gives its priority.
        <Rule
          key={index}
          number={index + 1}
          rule={rule}
          readOnly={readOnly}
          onChange={(changed) => onChange(rules.with(index, changed))}
          onRemove={() => onChange(rules.toSpliced(index, 1))}
        />
      ))}
      {readOnly || rules.length >= 20 ? null : (
        <div>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} stroke={1.5} />}
            onClick={() => onChange([...rules, rules.length === 0 ? firstRule : nextRule])}
          >
            {t('callApi.errors.addRule')}
          </Button>
        </div>
      )}
    </section>
  )
}

type RuleProps = {
  number: number
  rule: ErrorRule
  readOnly: boolean
  onChange: (rule: ErrorRule) => void
  onRemove: () => void
}

function Rule({ number, rule, readOnly, onChange, onRemove }: RuleProps) {
  const { t } = useTranslation('nodes')
  const labelOf = useCauseLabel()
  const [typed, setTyped] = useState('')
  // Any other status can be typed.
  const asTyped = /^[1-5]([0-9]{2}|xx)$/i.test(typed.trim()) ? [typed.trim().toLowerCase()] : []
  const codes = [...new Set([...causeCodes, ...rule.on, ...asTyped])]
  return (
    <fieldset className={classes.rule}>
      <legend className={classes.ruleLegend}>{t('callApi.errors.rule', { number })}</legend>
      <MultiSelect
        label={t('callApi.errors.when')}
        data={codes.map((value) => ({ value, label: labelOf(value) }))}
        value={rule.on}
        searchable
        searchValue={typed}
        onSearchChange={setTyped}
        nothingFoundMessage={t('callApi.errors.typeStatus')}
        error={rule.on.length === 0 ? t('callApi.errors.whenMissing') : null}
        disabled={readOnly}
        onChange={(on) => onChange({ ...rule, on })}
      />
      <Select
        label={t('callApi.errors.outcome')}
        data={policies.map((value) => ({ value, label: t(`callApi.errors.policy.${value}`) }))}
        value={rule.policy}
        allowDeselect={false}
        disabled={readOnly}
        onChange={(policy) => policy && onChange({ ...rule, policy: policy as ErrorRule['policy'] })}
      />
      {rule.policy === 'retry' ? (
        <>
          <DurationInput
            label={t('callApi.errors.retryFor')}
            value={rule.retryFor}
            min={1}
            onChange={({ amount, unit }) =>
              amount !== undefined && onChange({ ...rule, retryFor: { amount, unit: unit ?? rule.retryFor.unit } })
            }
          />
          <Select
            label={t('callApi.errors.afterwards')}
            data={policies
              .filter((policy) => policy !== 'retry')
              .map((value) => ({ value, label: t(`callApi.errors.policy.${value}`) }))}
            value={rule.afterwards}
            allowDeselect={false}
            disabled={readOnly}
            onChange={(afterwards) =>
              afterwards && onChange({ ...rule, afterwards: afterwards as ErrorRule['afterwards'] })
            }
          />
        </>
      ) : null}
      {readOnly ? null : (
        <Tooltip label={t('callApi.errors.removeRule')}>
          <ActionIcon
            className={classes.ruleRemove}
            aria-label={t('callApi.errors.removeRuleOf', { number })}
            onClick={onRemove}
          >
            <IconTrash size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      )}
    </fieldset>
  )
}
