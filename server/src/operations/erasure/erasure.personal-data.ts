import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const erasurePersonalData = [
  // Who is erased is sealed while that goes on, and gone afterwards.
  declareTable('erasures', {
    columns: {
      id: 'none',
      workspace_id: 'none',
      status: 'none',
      is_dry_run: 'none',
      keeps_out: 'none',
      sealed_person: 'none',
      places: 'none',
      done: 'none',
      total: 'none',
      requested_by: 'member',
      created_at: 'none',
      finished_at: 'none',
    },
  }),
]
