import { calloutMessages } from './messages/areas/callout-messages.ts'
import { codeMessages } from './messages/areas/code-messages.ts'
import { conditionMessages } from './messages/areas/condition-messages.ts'
import { connectionMessages } from './messages/areas/connection-messages.ts'
import { csvMessages } from './messages/areas/csv-messages.ts'
import { curlMessages } from './messages/areas/curl-messages.ts'
import { enrollMessages } from './messages/areas/enroll-messages.ts'
import { eventMessages } from './messages/areas/event-messages.ts'
import { extractMessages } from './messages/areas/extract-messages.ts'
import { fieldMessages } from './messages/areas/field-messages.ts'
import { graphMessages } from './messages/areas/graph-messages.ts'
import { journeyMessages } from './messages/areas/journey-messages.ts'
import { liquidMessages } from './messages/areas/liquid-messages.ts'
import { nodeMessages } from './messages/areas/node-messages.ts'
import { openApiMessages } from './messages/areas/open-api-messages.ts'
import { templateMessages } from './messages/areas/template-messages.ts'
import { tokenMessages } from './messages/areas/token-messages.ts'

/**
 * A finding about what somebody made: a graph, a mapping, a file. Data, not an exception.
 * `{node}` in a text falls back to the issue's own node id, so that a caller who has no name still says where.
 */
export type Issue = {
  code: IssueCode
  severity: 'error' | 'warning'
  nodeId?: string
  path?: IssuePath
  params?: Record<string, string | number>
}

export type IssueCode = keyof typeof issueMessages
export type IssuePath = (string | number)[]
export type IssueLocale = 'en' | 'ja'

export function formatIssue(issue: Issue, locale: IssueLocale): string {
  const values: Record<string, string | number | undefined> = { node: issue.nodeId, ...issue.params }
  return issueMessages[issue.code][locale].replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return value === undefined ? placeholder : String(value)
  })
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
  ...nodeMessages,
  ...openApiMessages,
  ...templateMessages,
  ...tokenMessages,
} as const
