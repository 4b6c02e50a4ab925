import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const waitRecheckPersonalData = [
  declareTable('wait_rechecks', {
    columns: { id: 'none', participant_id: 'link' },
    place: 'steps',
    workspace: { column: 'participant_id', of: 'participants', key: 'id' },
    links: [{ by: 'participant', column: 'participant_id' }],
    retention: { kept: 'The worker that looks at the wait removes the row, half a second later.' },
  }),
]
