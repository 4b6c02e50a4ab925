import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const journeyResumePersonalData = [
  declareTable('journey_resumes', {
    columns: {
      journey_id: 'none',
      change_id: 'none',
      overdue: 'none',
      paused_at: 'none',
      resumed_at: 'none',
      spread_ms: 'none',
      next_state: 'none',
      phase: 'none',
      after_step_id: 'none',
      after_pinned_version: 'none',
      after_id: 'none',
      done: 'none',
      total: 'none',
    },
  }),
]
