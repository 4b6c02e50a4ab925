import { useTranslation } from 'react-i18next'
import type { NodeFormProps } from '../../definition/define-node-view.tsx'
import { ErrorPolicyChoice } from '../../form/error-policy-choice.tsx'
import { ErrorRules } from './error-rules.tsx'
import { RecentErrors } from './recent-errors.tsx'

/** What happens after a failed call, in words. */
export function ErrorsTab({ node, config, onChange }: NodeFormProps<'callApi'>) {
  const { t } = useTranslation('nodes')
  const rules = config.errorRules ?? []
  return (
    <>
      <RecentErrors nodeId={node.id} />
      <ErrorRules rules={rules} onChange={(errorRules) => onChange({ ...config, errorRules })} />
      <ErrorPolicyChoice
        label={t(rules.length === 0 ? 'callApi.errors.title' : 'callApi.errors.titleOther')}
        description={t('callApi.errors.hint')}
        value={config.onError ?? 'park'}
        settingTextsOf={(policy) => ({
          name: t(`callApi.errors.policy.${policy}`),
          meaning: t(`callApi.errors.policyHint.${policy}`),
        })}
        onChange={(onError) => onChange({ ...config, onError })}
      />
    </>
  )
}
