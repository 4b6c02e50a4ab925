import { calloutMessages } from './areas/callout-messages.ts'
import { codeMessages } from './areas/code-messages.ts'
import { conditionMessages } from './areas/condition-messages.ts'
import { connectionMessages } from './areas/connection-messages.ts'
import { csvMessages } from './areas/csv-messages.ts'
import { curlMessages } from './areas/curl-messages.ts'
import { enrollMessages } from './areas/enroll-messages.ts'
import { eventMessages } from './areas/event-messages.ts'
import { extractMessages } from './areas/extract-messages.ts'
import { fieldMessages } from './areas/field-messages.ts'
import { graphMessages } from './areas/graph-messages.ts'
import { journeyMessages } from './areas/journey-messages.ts'
import { liquidMessages } from './areas/liquid-messages.ts'
import { mailServerMessages } from './areas/mail-server-messages.ts'
import { nodeMessages } from './areas/node-messages.ts'
import { openApiMessages } from './areas/open-api-messages.ts'
import { passwordMessages } from './areas/password-messages.ts'
import { settingsMessages } from './areas/settings-messages.ts'
import { templateMessages } from './areas/template-messages.ts'
import { tokenMessages } from './areas/token-messages.ts'
import { fillText } from './fill-text.ts'
import type { Locale } from './locale.ts'

/**
 * A finding about what somebody made: a graph, a mapping, a file. Data, not an exception.
 * `{node}` in a text falls back to the issue's own node id, so that a caller who has no name still says where.
 */
export type Issue = {
  code: IssueCode
  severity: 'error' | 'warning'
  nodeId?: string
  path?: IssuePath
  params?: Record<string, IssueParam>
}

/** A list stays a list until it is put into words, because its parts can be names of things and its commas are a matter of language. */
export type IssueParam = string | number | readonly string[]

export type IssueCode = keyof typeof issueMessages
export type IssuePath = (string | number)[]
export function formatIssue(issue: Issue, locale: Locale): string {
  const text: string = issueMessages[issue.code][locale]
  const params = Object.entries(issue.params ?? {}).map(([name, value]) => [name, formatParam(value, locale)])
  return fillText(text, { node: issue.nodeId, ...Object.fromEntries(params) })
}

function formatParam(value: IssueParam, locale: Locale): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value
  return value.join(locale === 'ja' ? '、' : ', ') || '–'
}

/** `['nodes', 3, 'config']` → `nodes[3].config` */
export function formatIssuePath(path: IssuePath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? part : `${text}.${part}`
  }, '')
}

// One table per area, in alphabetic order.
export const issueMessages = {
  ...calloutMessages,
  ...codeMessages,
  ...conditionMessages,
  ...connectionMessages,
  ...csvMessages,
  ...curlMessages,
  ...enrollMessages,
  ...eventMessages,
  ...extractMessages,
  ...fieldMessages,
  ...graphMessages,
  ...journeyMessages,
  ...liquidMessages,
  ...mailServerMessages,
  ...nodeMessages,
  ...openApiMessages,
  ...passwordMessages,
  ...settingsMessages,
  ...templateMessages,
  ...tokenMessages,
} as const
