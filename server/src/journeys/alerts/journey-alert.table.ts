import type { AlertCause } from './alert.schemas.ts'

export type JourneyAlertTable = {
  journey_id: string
  emails: string[]
  parked: boolean
  connection_stopped: boolean
  failing_percent: number | null
  since: Date
}

export type JourneyAlertMarkTable = {
  journey_id: string
  cause: AlertCause
  sent_at: Date
  told_until: Date | null
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    journey_alert_marks: JourneyAlertMarkTable
    journey_alerts: JourneyAlertTable
  }
}
