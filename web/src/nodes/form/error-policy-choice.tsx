import { Radio } from '@mantine/core'
import classes from './error-policy-choice.module.css'
import formClasses from './form.module.css'
import { useNodeForm } from './node-form-context.tsx'

const policies = ['park', 'continue', 'drop', 'outlet'] as const
type ErrorPolicy = (typeof policies)[number]

/** Chooses what happens when the step failed. Each option has a name and its meaning for this kind. */
export function ErrorPolicyChoice({
  label,
  description,
  value,
  settingTextsOf,
  onChange,
}: {
  label: string
  description?: string
  value: ErrorPolicy
  settingTextsOf: (policy: ErrorPolicy) => { name: string; meaning: string }
  onChange: (policy: ErrorPolicy) => void
}) {
  const { readOnly } = useNodeForm()
  return (
    <Radio.Group
      label={label}
      description={description}
      value={value}
      onChange={(policy) => onChange(policy as ErrorPolicy)}
    >
      <div className={classes.policies}>
        {policies.map((policy) => {
          const { name, meaning } = settingTextsOf(policy)
          return (
            <Radio.Card key={policy} value={policy} className={classes.policy} disabled={readOnly}>
              <Radio.Indicator />
              <span>
                <span className={classes.policyName}>{name}</span>
                <span className={formClasses.hint}>{meaning}</span>
              </span>
            </Radio.Card>
          )
        })}
      </div>
    </Radio.Group>
  )
}
