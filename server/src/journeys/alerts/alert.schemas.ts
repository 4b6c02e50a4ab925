import { z } from 'zod'
import { emailAddress } from '../../accounts/users/auth.schemas.ts'

export const alertCauses = ['parked', 'connectionStopped', 'callsFailing'] as const
export type AlertCause = (typeof alertCauses)[number]

/** Without an address no alert is sent. */
export const journeyAlertsInput = z.object({
  emails: z.array(emailAddress).max(20),
  /** Alert when enrollments were parked. */
  parked: z.boolean(),
  /** Alert when the breaker of a connection of the journey opened, so that calls stopped. */
  connectionStopped: z.boolean(),
  /** Alert when this percentage of the calls of the last hour failed; null: no alert. */
  failingPercent: z.number().int().min(1).max(100).nullable(),
})
export type JourneyAlerts = z.output<typeof journeyAlertsInput>

/** The defaults of a journey: alerts are switched on, but no address is set. */
export const usualAlerts: JourneyAlerts = { emails: [], parked: true, connectionStopped: true, failingPercent: 20 }
