import type { Issue, IssueCode } from '../messages/issue.ts'

/**
 * Thrown only inside a parser, where a fault may be found at any depth. The caller that started the parser turns it
 * into a result.
 */
export class Refusal extends Error {
  readonly issue: Issue
  constructor(code: IssueCode, params: Record<string, string | number> = {}, issue?: Issue) {
    super(code)
    this.issue = issue ?? { code, severity: 'error', params }
  }
}
