import { Pill } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { positionOf } from '@tabiji/shared/code/code-fault.ts'
import { formatIssue, type Issue } from '@tabiji/shared/messages/issue.ts'
import { useMutation } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useLocale } from '../../i18n/use-locale.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { defineTexts } from '../../i18n/define-texts.ts'
import type { NodeFormProps } from '../definition/define-node-view.tsx'
import { ErrorPolicyChoice } from '../form/error-policy-choice.tsx'
import formClasses from '../form/form.module.css'
import { useNodeForm } from '../form/node-form-context.tsx'
import classes from './code-form.module.css'
import { InsertValue } from './insert-value.tsx'
import { TryCode } from './try-code.tsx'

const CodeEditor = lazy(async () => ({ default: (await import('../../ui/code/code-editor.tsx')).CodeEditor }))

const texts = defineTexts({
  en: {
    code: 'JavaScript',
    hint: 'Return an object: later steps can use its values. It runs for at most 1 second, without network; dates are in UTC.',
    placeholder: 'return {\n  points: participant.score * 10,\n}',
    outputs: 'Values for later steps',
    outputsNone: 'Try the code once, and the values it returns can be chosen in later steps.',
    forget: (name: string) => `Forget ${name}`,
    onError: 'When the code fails for somebody',
    policies: {
      park: { name: 'Park the person here', meaning: 'You find them among the parked people and can try again.' },
      continue: { name: 'Go on all the same', meaning: 'Later steps find its values empty.' },
      drop: { name: 'Take the person out', meaning: 'Their journey ends here.' },
      outlet: { name: 'Leave by “Failed”', meaning: 'The step gets a second way out.' },
    },
  },
  ja: {
    code: 'JavaScript',
    hint: 'オブジェクトを返すと、その値を後のステップで使えます。実行時間は 1 秒まで、通信はできません。日時は UTC です。',
    placeholder: 'return {\n  points: participant.score * 10,\n}',
    outputs: '後のステップで使える値',
    outputsNone: '一度コードを試すと、返された値を後のステップで選べるようになります。',
    forget: (name: string) => `${name} を一覧から外す`,
    onError: 'コードが失敗したとき',
    policies: {
      park: { name: 'その場で保留する', meaning: '保留中の参加者として表示され、やり直せます。' },
      continue: { name: 'そのまま進める', meaning: '後のステップでは値が空になります。' },
      drop: { name: '参加者を外す', meaning: 'ジャーニーはここで終わります。' },
      outlet: { name: '「失敗」から進める', meaning: 'ステップに 2 つ目の出口ができます。' },
    },
  },
})

/** The pause in typing after which the code is checked. */
const checkAfterMs = 400

export function CodeForm({ node, config, onChange }: NodeFormProps<'code'>) {
  const locale = useLocale()
  const text = texts[locale]
  const { readOnly } = useNodeForm()
  const id = useId()
  const insert = useRef<((code: string) => void) | null>(null)
  const source = config.source ?? ''
  const outputs = config.outputs ?? []
  const issue = useSyntaxIssue(source, readOnly)
  const marks = useMemo(() => {
    const at = issue && positionOf(issue)
    return issue && at ? [{ ...at, message: formatIssue(issue, locale) }] : []
  }, [issue, locale])

  return (
    <div className={formClasses.stack}>
      <div className={formClasses.section}>
        <div className={classes.head}>
          <h3 className={formClasses.sectionTitle}>{text.code}</h3>
          {readOnly ? null : (
            <InsertValue
              onInsert={(code) => {
                if (insert.current) insert.current(code)
                else onChange({ ...config, source: `${source}${code}` })
              }}
            />
          )}
        </div>
        <Suspense fallback={<div className={classes.waiting} />}>
          <CodeEditor
            label={text.code}
            language="javascript"
            value={source}
            placeholder={text.placeholder}
            readOnly={readOnly}
            invalid={issue !== null}
            describedBy={id}
            minHeight="12rem"
            marks={marks}
            onFocus={(write) => {
              insert.current = write
            }}
            onChange={(next) => onChange({ ...config, source: next })}
          />
        </Suspense>
        <p id={id} className={issue ? formClasses.error : formClasses.hint} aria-live="polite">
          {issue ? formatIssue(issue, locale) : text.hint}
        </p>
      </div>

      <TryCode node={node} config={config} onChange={onChange} />

      <div className={formClasses.section}>
        <h3 className={formClasses.sectionTitle}>{text.outputs}</h3>
        {outputs.length === 0 ? (
          <p className={formClasses.hint}>{text.outputsNone}</p>
        ) : (
          <div className={classes.chips}>
            {outputs.map(({ name }) => (
              <Pill
                key={name}
                withRemoveButton={!readOnly}
                removeButtonProps={{ 'aria-label': text.forget(name), 'aria-hidden': false, tabIndex: 0 }}
                onRemove={() => onChange({ ...config, outputs: outputs.filter((output) => output.name !== name) })}
              >
                {name}
              </Pill>
            ))}
          </div>
        )}
      </div>

      <ErrorPolicyChoice
        label={text.onError}
        value={config.onError ?? 'outlet'}
        settingTextsOf={(policy) => text.policies[policy]}
        onChange={(onError) => onChange({ ...config, onError })}
      />
    </div>
  )
}

/** The syntax error found by the engine that runs the code, requested after a pause in typing. */
function useSyntaxIssue(source: string, readOnly: boolean): Issue | null {
  const trpc = useTRPC()
  const [settled] = useDebouncedValue(source, checkAfterMs)
  const [found, setFound] = useState<{ source: string; issue: Issue | null } | null>(null)
  const { mutate } = useMutation(
    trpc.code.check.mutationOptions({ onSuccess: (issue, checked) => setFound({ source: checked.source, issue }) }),
  )
  useEffect(() => {
    if (!readOnly && settled.trim() !== '') mutate({ source: settled })
  }, [settled, readOnly, mutate])
  // A result for an older text does not apply.
  return found?.source === source ? found.issue : null
}
