import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const journeyAlertPersonalData = [
  declareTable('journey_alerts', {
    columns: {
      journey_id: 'none',
      emails: 'member',
      parked: 'none',
      connection_stopped: 'none',
      failing_percent: 'none',
      since: 'none',
    },
  }),
  declareTable('journey_alert_marks', {
    columns: { journey_id: 'none', cause: 'none', sent_at: 'none', told_until: 'none' },
  }),
]
