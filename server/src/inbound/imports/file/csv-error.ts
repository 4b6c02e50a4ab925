import type { Issue, IssueCode } from '@tabiji/shared/messages/issue.ts'

/** The file as a whole cannot be read. A problem of a single row is no such error: only that row is refused. */
export class CsvError extends Error {
  readonly issue: Issue

  constructor(code: IssueCode, params?: Issue['params']) {
    super(code)
    this.name = 'CsvError'
    this.issue = { code, severity: 'error', ...(params && { params }) }
  }
}
