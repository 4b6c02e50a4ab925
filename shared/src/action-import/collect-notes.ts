import type { Issue, IssueCode } from '../messages/issue.ts'

/** Records what the import decided or left out. */
export type Note = (code: IssueCode, params?: Record<string, string | number>) => void

/** Collects notes; each note appears once. */
export function collectNotes(): { notes: Issue[]; note: Note } {
  const notes: Issue[] = []
  const note: Note = (code, params = {}) => {
    if (!notes.some((known) => known.code === code && JSON.stringify(known.params) === JSON.stringify(params)))
      notes.push({ code, severity: 'warning', params })
  }
  return { notes, note }
}
