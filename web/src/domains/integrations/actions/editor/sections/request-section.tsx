import { Input, SegmentedControl, Select } from '@mantine/core'
import { bodyKinds, calloutMethods } from '@tabiji/shared/http-call/action/external-action.ts'
import { lazy, Suspense, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../../../../ui/layout/section.tsx'
import { rowBodies } from '../draft/action-draft.ts'
import classes from '../../external-actions.module.css'
import { useInsertFocus } from './insert-target.tsx'
import { NamedRows } from './named-rows.tsx'
import type { SectionProps } from '../draft/section-props.ts'
import { TemplateInput } from './template-input.tsx'
import { TokenBar } from './token-bar.tsx'

const CodeEditor = lazy(async () => ({ default: (await import('../../../../../ui/code/code-editor.tsx')).CodeEditor }))

/** Method, path, query, headers and body of the request. */
export function RequestSection({ baseUrl, ...props }: SectionProps & { baseUrl: string | undefined }) {
  const { t } = useTranslation('externalActions')
  const { draft, onChange, findings, readOnly } = props
  const bodyless = draft.method === 'HEAD'
  return (
    <Section title={t('request.title')} text={t('request.text', { token: '{{name}}' })}>
      <TokenBar {...props} />
      <div className={classes.address}>
        <Select
          label={t('request.method')}
          data={[...calloutMethods]}
          value={draft.method}
          readOnly={readOnly}
          onChange={(method) => {
            if (method === null) return
            const next = method as typeof draft.method
            const noBody = next === 'GET' || next === 'HEAD'
            onChange({ ...draft, method: next, ...(noBody && { bodyKind: 'none' }) })
          }}
        />
        <TemplateInput
          label={t('request.path')}
          placeholder="/messages"
          value={draft.path}
          readOnly={readOnly}
          finding={findings.byPath.path}
          leftSection={baseUrl ? <span className={classes.base}>{baseUrl}</span> : undefined}
          leftSectionWidth={baseUrl ? `min(${(baseUrl.length * 0.453).toFixed(2)}rem + 0.875rem, 55%)` : undefined}
          leftSectionProps={{ className: classes.baseSection ?? '' }}
          leftSectionPointerEvents="none"
          onChange={(path) => onChange({ ...draft, path })}
        />
      </div>
      <NamedRows
        label={t('request.query')}
        addLabel={t('request.addQuery')}
        rows={draft.query}
        findings={findings}
        path="query"
        readOnly={readOnly}
        onChange={(query) => onChange({ ...draft, query })}
      />
      <NamedRows
        label={t('request.headers')}
        addLabel={t('request.addHeader')}
        namePlaceholder="X-Header"
        rows={draft.headers}
        findings={findings}
        path="headers"
        readOnly={readOnly}
        onChange={(headers) => onChange({ ...draft, headers })}
      />
      <div className={classes.rows}>
        <span className={classes.label}>{t('request.body')}</span>
        <SegmentedControl
          className={classes.segments}
          size="xs"
          aria-label={t('request.body')}
          disabled={readOnly || bodyless}
          value={draft.bodyKind}
          data={bodyKinds.map((kind) => ({ value: kind, label: t(`request.bodyKind.${kind}`) }))}
          onChange={(kind) => onChange({ ...draft, bodyKind: kind as typeof draft.bodyKind })}
        />
        {bodyless ? <span className={classes.hint}>{t('request.bodyless', { method: draft.method })}</span> : null}
        <Body {...props} />
      </div>
    </Section>
  )
}

function Body({ draft, onChange, findings, readOnly }: SectionProps) {
  const { t } = useTranslation('externalActions')
  const onFocus = useInsertFocus()
  const id = useId()
  const { bodyKind } = draft
  if (bodyKind === 'none') return null
  if (rowBodies.has(bodyKind)) {
    return (
      <NamedRows
        label={t('request.formFields')}
        addLabel={t('request.addFormField')}
        rows={draft.formRows}
        findings={findings}
        path="form"
        readOnly={readOnly}
        onChange={(formRows) => onChange({ ...draft, formRows })}
      />
    )
  }
  const finding = findings.byPath['body.template']
  return (
    <div className={classes.code}>
      <Suspense fallback={<div className={classes.codeWaiting} />}>
        <CodeEditor
          label={t('request.bodyOf', { kind: t(`request.bodyKind.${bodyKind}`) })}
          value={draft.bodyText}
          language={bodyKind === 'json' ? 'json' : 'text'}
          placeholder={bodyKind === 'json' ? '{\n  "text": "{{text}}"\n}' : ''}
          readOnly={readOnly}
          invalid={finding !== undefined}
          describedBy={id}
          onFocus={onFocus}
          onChange={(bodyText) => onChange({ ...draft, bodyText })}
        />
      </Suspense>
      <span id={id}>
        {finding ? (
          <Input.Error>{finding.message}</Input.Error>
        ) : bodyKind === 'json' ? (
          <span className={classes.hint}>{t('request.jsonHelp')}</span>
        ) : null}
      </span>
    </div>
  )
}
