import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { ReplyView, RequestView } from '../../../../ui/calls/http-exchange.tsx'
import { OutcomeBadge } from '../../../../ui/calls/outcome-badge.tsx'
import classes from './test-result-panel.module.css'

export type TestResult = Outputs['externalActions']['test']

export type TestResultPanelProps = {
  result: TestResult
  /** Replaces the reply's body as text. */
  replyBody?: ReactNode
  /** The meaning of the outcome, in a sentence. */
  children?: ReactNode
}

/** The request and the reply of a test call. */
export function TestResultPanel({ result, replyBody, children }: TestResultPanelProps) {
  const format = useFormat()
  const { outcome, request, reply, error, issues = [], durationMs } = result
  // These errors say nothing but their issues, which stand below one by one.
  const isInIssues = error?.code === 'notMapped' || error?.code === 'outputMissing'
  const inError = new Set(issues.map(({ message }) => message))
  const message = error && !isInIssues ? error.message : null
  return (
    <div className={classes.report}>
      <div className={classes.outcome} role="status">
        <OutcomeBadge outcome={outcome} />
        {request ? <span className="tj-num">{format.duration(durationMs)}</span> : null}
      </div>
      {message ? <Text className={classes.words}>{message}</Text> : null}
      {issues.length > 0 ? (
        <ul className={classes.issues}>
          {[...inError].map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      ) : null}
      {children}
      {reply ? <ReplyView reply={reply} body={replyBody} /> : null}
      {request ? <RequestView request={request} /> : null}
    </div>
  )
}
