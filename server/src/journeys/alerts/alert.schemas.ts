import { z } from 'zod'
import { emailAddress } from '../../accounts/users/auth.schemas.ts'

export const alertCauses = ['parked', 'connectionStopped', 'callsFailing'] as const
export type AlertCause = (typeof alertCauses)[number]

/** Without an address nothing is told. */
export const journeyAlertsInput = z.object({
  emails: z.array(emailAddress).max(20),
  /** People were parked. */
  parked: z.boolean(),
  /** A connection of the journey does not answer, so that calls stopped. */
  connectionStopped: z.boolean(),
  /** So many of a hundred calls of the last hour failed; null: not told. */
  failingPercent: z.number().int().min(1).max(100).nullable(),
})
export type JourneyAlerts = z.output<typeof journeyAlertsInput>

/** As a journey has them before anybody decided: what to tell is chosen, whom is not. */
export const usualAlerts: JourneyAlerts = { emails: [], parked: true, connectionStopped: true, failingPercent: 20 }
