import type { TFunction } from 'i18next'
import type { Outputs } from '../../lib/api/api-types.ts'

export type AuditEntry = Outputs['auditLog']['list']['items'][number]

/** "created the API key “CI”". An action without a text is shown by its name, never left out. */
export function auditSentence(entry: AuditEntry, t: TFunction<'activity'>): string {
  const values = { ...record(entry.before), ...record(entry.after) }
  return t(`action.${entry.action}` as 'action.memberJoined', {
    defaultValue: [entry.action, textOf(values.name)].filter(Boolean).join(' · '),
    ...Object.fromEntries(Object.entries(values).map(([key, value]) => [key, textOf(value) ?? ''])),
    name: textOf(values.name) ?? entry.subjectId ?? '',
    email: textOf(values.email) ?? entry.subjectId ?? '',
    ...(entry.action === 'participantsActedOn' && {
      action: t(`participantAction.${textOf(values.action)}` as 'participantAction.retry'),
    }),
  })
}

export type AuditChange = { field: string; before: string | null; after: string | null }

/** The differences between before and after, one line each; lists and objects as JSON. */
export function auditChanges(entry: AuditEntry): AuditChange[] {
  const before = record(entry.before)
  const after = record(entry.after)
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((field) => ({ field, before: textOf(before[field]), after: textOf(after[field]) }))
    .filter((change) => change.before !== change.after)
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
