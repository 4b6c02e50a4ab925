import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const effectInputPersonalData = [
  declareTable('effect_inputs', {
    columns: {
      enrollment_id: 'link',
      step_id: 'none',
      visit: 'none',
      effect: 'none',
      snapshot: 'about',
      created_at: 'none',
    },
    place: 'steps',
    workspace: { column: 'enrollment_id', of: 'enrollments', key: 'id' },
    links: [{ by: 'enrollment', column: 'enrollment_id' }],
    mentions: 'redact',
    retention: 'recordRetention',
  }),
]
