import type { Issue, IssueCode } from '../messages/issue.ts'

/** Takes what was decided or left out on the way. */
export type Note = (code: IssueCode, params?: Record<string, string | number>) => void

/** Notes of a reading, each of them once. */
export function collectNotes(): { notes: Issue[]; note: Note } {
  const notes: Issue[] = []
  const note: Note = (code, params = {}) => {
    if (!notes.some((known) => known.code === code && JSON.stringify(known.params) === JSON.stringify(params)))
      notes.push({ code, severity: 'warning', params })
  }
  return { notes, note }
}
