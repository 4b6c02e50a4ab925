import { Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { NodeFormProps } from '../define-node-view.tsx'
import formClasses from '../form/form.module.css'
import { useNodeForm } from '../form/node-form-context.tsx'
import classes from './call-api.module.css'
import { ErrorRules } from './error-rules.tsx'
import { RecentErrors } from './recent-errors.tsx'

const policies = ['park', 'continue', 'drop', 'outlet'] as const

/** What happens to a person whose call failed, in words. */
export function ErrorsTab({ node, config, onChange }: NodeFormProps<'callApi'>) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const rules = config.errorRules ?? []
  return (
    <>
      <RecentErrors nodeId={node.id} />
      <ErrorRules rules={rules} onChange={(errorRules) => onChange({ ...config, errorRules })} />
      <Radio.Group
        label={t(rules.length === 0 ? 'callApi.errors.title' : 'callApi.errors.titleOther')}
        description={t('callApi.errors.hint')}
        value={config.onError ?? 'park'}
        onChange={(onError) => onChange({ ...config, onError: onError as (typeof policies)[number] })}
      >
        <div className={classes.policies}>
          {policies.map((policy) => (
            <Radio.Card key={policy} value={policy} className={classes.policy} disabled={readOnly}>
              <Radio.Indicator />
              <span>
                <span className={classes.policyName}>{t(`callApi.errors.policy.${policy}`)}</span>
                <span className={formClasses.hint}>{t(`callApi.errors.policyHint.${policy}`)}</span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
    </>
  )
}
