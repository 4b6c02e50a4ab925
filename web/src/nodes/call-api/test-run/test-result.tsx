import { IconClockPause } from '@tabler/icons-react'
import { formatField } from '@tabiji/shared/values/format-field.ts'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../lib/api/api-types.ts'
import { isKept, useSample } from '../../../lib/use-sample.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { ReplyView, RequestView } from '../../../ui/calls/http-exchange.tsx'
import { KeepSample } from '../../../ui/calls/keep-sample.tsx'
import { OutcomeBadge } from '../../../ui/calls/outcome-badge.tsx'
import { StatusBadge } from '../../../ui/feedback/status-badge.tsx'
import type { NodeFormProps } from '../../definition/define-node-view.tsx'
import formClasses from '../../form/form.module.css'
import { useNodeForm } from '../../form/node-form-context.tsx'
import { SampledValues } from '../../form/sampled-values.tsx'
import classes from '../call-api.module.css'
import { SaveOutput } from '../outputs.tsx'

type Result = Outputs['externalActions']['test']
type TestResultProps = Pick<NodeFormProps<'callApi'>, 'config' | 'onChange'> & {
  externalActionId: string
  result: Result
  dryRun: boolean
}

export function TestResult({ externalActionId, result, dryRun, config, onChange }: TestResultProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const { sample, keep } = useSample(externalActionId)
  const { outcome, request, reply, extracted, durationMs, error, issues = [] } = result
  const worked = outcome === 'succeeded'
  return (
    <section className={formClasses.stack} aria-live="polite">
      <div className={classes.outcome}>
        {dryRun && worked ? (
          <StatusBadge icon={IconClockPause} label={t('callApi.test.notSent')} />
        ) : (
          <OutcomeBadge outcome={outcome} />
        )}
      </div>
      {error ? <p className={formClasses.error}>{error.message}</p> : null}
      {issues.length > 0 ? (
        <ul className={classes.issues}>
          {issues.map((issue, index) => (
            <li key={`${issue.code} ${index}`}>{issue.message}</li>
          ))}
        </ul>
      ) : null}
      {Object.keys(extracted).length > 0 ? (
        <div className={formClasses.section}>
          <h3 className={formClasses.sectionTitle}>{t('callApi.test.extracted')}</h3>
          {Object.entries(extracted).map(([name, { value, issue }]) => (
            <div key={name} className={classes.output}>
              <code className={classes.tokenName}>{name}</code>
              <div className={classes.extracted}>
                <span className={issue ? formClasses.error : classes.value}>
                  {issue ? issue.message : formatField(value) || '–'}
                </span>
                <SaveOutput output={name} config={config} onChange={onChange} />
              </div>
            </div>
          ))}
        </div>
      ) : null}
      {result.sampled ? <SampledValues sampled={result.sampled} /> : null}
      {request ? (
        <RequestView request={request} />
      ) : (
        <p className={formClasses.hint}>{t('callApi.test.nothingSent')}</p>
      )}
      {reply ? (
        <>
          <ReplyView reply={reply} durationMs={durationMs} />
          {readOnly ? null : (
            <KeepSample
              isKept={isKept(sample, reply)}
              busy={keep.isPending}
              onKeep={() => keep.mutate({ id: externalActionId, reply })}
            />
          )}
        </>
      ) : null}
      {keep.error ? <ErrorNotice error={keep.error} /> : null}
    </section>
  )
}
