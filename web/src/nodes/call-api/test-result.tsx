import { IconAlertCircle, IconCircleCheck, IconClockPause } from '@tabler/icons-react'
import { formatField } from '@tabiji/shared/field/format-field.ts'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../lib/api-types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import type { NodeFormProps } from '../define-node-view.tsx'
import formClasses from '../form/form.module.css'
import classes from './call-api.module.css'
import { SaveOutput } from './outputs.tsx'

type Result = Outputs['externalActions']['test']
type TestResultProps = Pick<NodeFormProps<'callApi'>, 'config' | 'onChange'> & { result: Result; dryRun: boolean }

export function TestResult({ result, dryRun, config, onChange }: TestResultProps) {
  const { t } = useTranslation('nodes')
  const format = useFormat()
  const { outcome, request, reply, extracted, durationMs, error, issues = [] } = result
  const worked = outcome === 'succeeded'
  return (
    <section className={formClasses.stack} aria-live="polite">
      <div className={classes.outcome}>
        {dryRun && worked ? (
          <StatusBadge icon={IconClockPause} label={t('callApi.test.outcome.skipped')} />
        ) : (
          <StatusBadge
            icon={worked ? IconCircleCheck : IconAlertCircle}
            tone={worked ? 'success' : 'danger'}
            label={t(`callApi.test.outcome.${outcome}`)}
          />
        )}
        {reply ? (
          <span className="tj-num">
            {reply.status} · {t('callApi.test.took', { duration: format.duration(durationMs) })}
          </span>
        ) : null}
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
                <span className={issue ? formClasses.error : classes.value}>{issue ? issue.message : formatField(value) || '–'}</span>
                <SaveOutput output={name} config={config} onChange={onChange} />
              </div>
            </div>
          ))}
        </div>
      ) : null}
      {request ? (
        <div className={formClasses.section}>
          <h3 className={formClasses.sectionTitle}>{t('callApi.test.request')}</h3>
          <CodeBlock label={request.method} code={request.url} />
          {request.body ? <CodeBlock label={t('callApi.test.requestBody')} code={request.body} maxHeight="14rem" /> : null}
          <Headers label={t('callApi.test.requestHeaders')} headers={request.headers} />
        </div>
      ) : (
        <p className={formClasses.hint}>{t('callApi.test.nothingSent')}</p>
      )}
      {reply ? (
        <div className={formClasses.section}>
          <h3 className={formClasses.sectionTitle}>{t('callApi.test.reply')}</h3>
          {reply.body ? (
            <CodeBlock label={t('callApi.test.replyBody')} code={reply.body} maxHeight="18rem" />
          ) : (
            <p className={formClasses.hint}>{t('callApi.test.noBody')}</p>
          )}
          {reply.truncated ? <p className={formClasses.hint}>{t('callApi.test.truncated')}</p> : null}
          <Headers label={t('callApi.test.replyHeaders')} headers={reply.headers} />
        </div>
      ) : null}
    </section>
  )
}

function Headers({ label, headers }: { label: string; headers: Record<string, string | string[]> | readonly { name: string; value: string }[] }) {
  const lines = Array.isArray(headers)
    ? headers.map(({ name, value }: { name: string; value: string }) => `${name}: ${value}`)
    : Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`)
  if (lines.length === 0) return null
  return (
    <details className={classes.headers}>
      <summary>{label}</summary>
      <CodeBlock label={label} code={lines.join('\n')} maxHeight="12rem" />
    </details>
  )
}
