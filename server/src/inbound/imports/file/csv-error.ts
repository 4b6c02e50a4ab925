import type { Issue, IssueCode } from '@tabiji/shared/messages/issue.ts'

/** The file as a whole cannot be read. What is wrong with single rows is no error: they are refused one by one. */
export class CsvError extends Error {
  readonly issue: Issue

  constructor(code: IssueCode, params?: Issue['params']) {
    super(code)
    this.name = 'CsvError'
    this.issue = { code, severity: 'error', ...(params && { params }) }
  }
}
