import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

const ofJourney = { column: 'journey_id', of: 'journeys', key: 'id' } as const
const written = {
  mentions: {
    left: 'Members wrote this journey. A changed text could change what it does, so they change it by hand.',
  },
  retention: 'journeyDeletion',
} as const

export const journeyPersonalData = [
  declareTable('draft_operations', {
    columns: {
      journey_id: 'none',
      revision: 'none',
      operations: 'content',
      label: 'content',
      actor: 'member',
      created_at: 'none',
    },
    place: 'journeyTexts',
    workspace: ofJourney,
    ...written,
  }),
  declareTable('journey_versions', {
    columns: {
      journey_id: 'none',
      number: 'none',
      document: 'content',
      plan: 'content',
      external_actions: 'none',
      impact: 'content',
      note: 'content',
      published_at: 'none',
      published_by: 'member',
      swept_at: 'none',
      spread_ms_per_10k: 'none',
      overdue: 'none',
      sweep_total: 'none',
      sweep_done: 'none',
    },
    place: 'journeyTexts',
    workspace: ofJourney,
    ...written,
  }),
  declareTable('journey_state_changes', {
    columns: {
      id: 'none',
      journey_id: 'none',
      from_state: 'none',
      to_state: 'none',
      at: 'none',
      actor: 'member',
      paused_at: 'none',
      overdue: 'none',
      spread_minutes_per_10k: 'none',
      people: 'none',
      finished_at: 'none',
    },
  }),
  declareTable('journeys', {
    columns: {
      id: 'none',
      workspace_id: 'none',
      state: 'none',
      is_sample: 'none',
      draft: 'content',
      draft_revision: 'none',
      published_version: 'none',
      paused_at: 'none',
      setup_tasks: 'none',
      created_at: 'none',
      updated_at: 'none',
    },
    place: 'journeyTexts',
    workspace: { column: 'workspace_id' },
    ...written,
  }),
]
