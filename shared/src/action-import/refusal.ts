import type { Issue, IssueCode } from '../messages/issue.ts'

/** Thrown inside of a reading alone, where what is wrong may be found at any depth; whoever began the reading makes an answer of it. */
export class Refusal extends Error {
  readonly issue: Issue
  constructor(code: IssueCode, params: Record<string, string | number> = {}, issue?: Issue) {
    super(code)
    this.issue = issue ?? { code, severity: 'error', params }
  }
}
