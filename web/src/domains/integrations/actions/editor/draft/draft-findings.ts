import { checkExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import { identifierSchema } from '@tabiji/shared/values/field-type.ts'
import { formatIssue, formatIssuePath, type Issue } from '@tabiji/shared/messages/issue.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { type ActionDraft, contentOf } from './action-draft.ts'
import { undeclaredTokens } from './used-tokens.ts'

export type Finding = { message: string; severity: 'error' | 'warning' }
export type Findings = {
  /** By the server's path: `headers[0].name`. */
  byPath: Record<string, Finding>
  errors: number
}

type OwnText = 'nameMissing' | 'connectionMissing' | 'identifier' | 'pathMissing' | 'statusWrong' | 'statusMissing'

/**
 * The server's own check, made while typing. Undeclared tokens are reported at the tokens section, where they can be
 * declared.
 */
export function findingsOf(draft: ActionDraft, locale: Locale, say: (text: OwnText) => string): Findings {
  const content = contentOf(draft)
  const own: [string, OwnText][] = [
    ...when(content.name === '', 'name', 'nameMissing'),
    ...when(draft.connectionId === '', 'connectionId', 'connectionMissing'),
    ...when(content.success.statuses.length === 0, 'success.statuses', 'statusMissing'),
    ...when(!content.success.statuses.every(isStatus), 'success.statuses', 'statusWrong'),
    ...content.tokens.flatMap(({ name }, index) => when(!isIdentifier(name), `tokens[${index}].name`, 'identifier')),
    ...content.extract.flatMap(({ name, path }, index) => [
      ...when(!isIdentifier(name), `extract[${index}].name`, 'identifier'),
      ...when(path === '', `extract[${index}].path`, 'pathMissing'),
    ]),
  ]
  const ofServer = checkExternalAction(content).filter(({ code }) => code !== 'callout.tokenUndeclared')
  const found: [string, Finding][] = [
    ...ofServer.map((issue): [string, Finding] => [
      pathOf(issue),
      { message: formatIssue(issue, locale), severity: issue.severity },
    ]),
    ...own.map(([path, text]): [string, Finding] => [path, { message: say(text), severity: 'error' }]),
  ]
  // The last finding of a path wins: that a value is missing is more useful than that its form is wrong.
  const byPath = Object.fromEntries(found)
  const errors = Object.values(byPath).filter(({ severity }) => severity === 'error').length
  return { byPath, errors: errors + undeclaredTokens(draft).length }
}

function when(wrong: boolean, path: string, text: OwnText): [string, OwnText][] {
  return wrong ? [[path, text]] : []
}

const isIdentifier = (name: string) => identifierSchema.safeParse(name).success
const isStatus = (status: string) => /^([1-5]xx|[1-5]\d\d)$/.test(status)

function pathOf(issue: Issue): string {
  return formatIssuePath(issue.path ?? [])
}
