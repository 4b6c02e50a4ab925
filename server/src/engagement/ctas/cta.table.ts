import type { Generated, Selectable } from 'kysely'

export const ctaStatuses = ['open', 'closedSuccess', 'closedLost'] as const
export type CtaStatus = (typeof ctaStatuses)[number]
export type CtaOutcome = Exclude<CtaStatus, 'open'>

export const ctaPriorities = ['low', 'medium', 'high'] as const
export type CtaPriority = (typeof ctaPriorities)[number]

export type CtaTable = {
  id: string
  workspace_id: string
  journey_id: string | null
  node_id: string | null
  enrollment_id: string | null
  participant_id: string | null
  step_id: string | null
  visit: number | null
  name: string
  type: string
  reason: string | null
  priority: CtaPriority
  owner: string | null
  comments: string | null
  status: Generated<CtaStatus>
  due_at: Date | null
  created_at: Date
  updated_at: Date
  closed_at: Date | null
}
export type CtaRow = Selectable<CtaTable>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    ctas: CtaTable
  }
}
