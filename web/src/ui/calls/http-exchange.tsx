import { UnstyledButton } from '@mantine/core'
import { formatCurlCommand } from '@tabiji/shared/http-call/request/format-curl-command.ts'
import { formatJson } from '@tabiji/shared/text/format-json.ts'
import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../lib/api/api-types.ts'
import { httpStatusText } from '../../lib/http-status-text.ts'
import { useFormat } from '../../lib/format/use-format.ts'
import { CopyButton } from '../code/copy-button.tsx'
import classes from './http-exchange.module.css'

type Attempt = Outputs['callouts']['get']
export type RecordedRequest = NonNullable<Attempt['request']>
export type RecordedReply = NonNullable<Attempt['reply']>

/** The exact request, with secrets masked. */
export function RequestView({ request, title }: { request: RecordedRequest; title?: string }) {
  const { t } = useTranslation('callouts')
  return (
    <Message
      title={title ?? t('request')}
      line={
        <>
          <b>{request.method}</b> {request.url}
        </>
      }
      headers={request.headers}
      headersOpen
      body={request.body}
      truncated={request.truncated}
      note={request.sentBefore && t(`sentBefore.${request.sentBefore.because}`, request.sentBefore)}
      copy={messageText(`${request.method} ${request.url}`, request.headers, request.body)}
      // With half a body, the command would send a different request.
      curl={request.truncated ? undefined : formatCurlCommand(request)}
    />
  )
}

export type ReplyViewProps = {
  reply: RecordedReply
  title?: string
  durationMs?: number
  /** Replaces the body text, for example by a tree to choose values from. */
  body?: ReactNode
}

export function ReplyView({ reply, title, durationMs, body }: ReplyViewProps) {
  const { t } = useTranslation('callouts')
  const format = useFormat()
  const ok = reply.status >= 200 && reply.status < 300
  return (
    <Message
      title={title ?? t('reply')}
      aside={durationMs === undefined ? undefined : format.duration(durationMs)}
      line={
        <b className={classes.status} data-ok={ok || undefined}>
          {httpStatusText(reply.status)}
        </b>
      }
      headers={reply.headers}
      body={reply.body}
      bodyView={body}
      truncated={reply.truncated}
      copy={messageText(httpStatusText(reply.status), reply.headers, reply.body)}
    />
  )
}

type MessageProps = {
  title: string
  aside?: string
  line: ReactNode
  headers: Record<string, string>
  headersOpen?: boolean
  body: string | null
  bodyView?: ReactNode
  truncated: boolean
  note?: string
  copy: string
  curl?: string | undefined
}

function Message({
  title,
  aside,
  line,
  headers,
  headersOpen = false,
  body,
  bodyView,
  truncated,
  note,
  copy,
  curl,
}: MessageProps) {
  const { t } = useTranslation('callouts')
  const [opened, setOpened] = useState(headersOpen)
  const id = useId()
  const entries = Object.entries(headers)
  return (
    <figure className={classes.message} aria-label={title}>
      <figcaption className={classes.caption}>
        <span>{title}</span>
        <span className={classes.aside}>
          {aside ? <span className="tj-num">{aside}</span> : null}
          {curl === undefined ? null : <CopyButton text={curl} label={t('copyCurl')} quiet />}
          <CopyButton text={copy} />
        </span>
      </figcaption>
      <div className={classes.line}>{line}</div>
      {entries.length > 0 ? (
        <div className={classes.headers}>
          <UnstyledButton
            className={classes.toggle}
            aria-expanded={opened}
            aria-controls={id}
            onClick={() => setOpened(!opened)}
          >
            <IconChevronRight size={12} stroke={2} aria-hidden="true" />
            {t('headers', { count: entries.length })}
          </UnstyledButton>
          {opened ? (
            <dl id={id} className={classes.pairs}>
              {entries.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          ) : null}
        </div>
      ) : null}
      {bodyView ?? (body ? <BodyText label={`${title}: ${t('body')}`} text={body} /> : null)}
      {!bodyView && !body ? <div className={classes.note}>{t('noBody')}</div> : null}
      {note ? <div className={classes.note}>{note}</div> : null}
      {truncated ? <div className={classes.note}>{t('truncated')}</div> : null}
    </figure>
  )
}

function BodyText({ label, text }: { label: string; text: string }) {
  return (
    // Focusable because it scrolls: the keyboard must reach the end of a long body.
    <pre className={classes.body} tabIndex={0} role="group" aria-label={label}>
      <code>{formatJson(text)}</code>
    </pre>
  )
}

function messageText(line: string, headers: Record<string, string>, body: string | null): string {
  const head = [line, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\n')
  return body ? `${head}\n\n${body}` : head
}
