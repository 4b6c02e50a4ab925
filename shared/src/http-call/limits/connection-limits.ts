import { z } from 'zod'
import { callLimitsSchema } from './call-limits.ts'

/** Limits that protect one external system. */
export const connectionLimitsSchema = callLimitsSchema.extend({
  /** When calls stop because the other system is down, and when it is probed. */
  breaker: z
    .object({
      /** This many failures in a row open the breaker. */
      failures: z.number().int().min(1).max(1000).optional(),
      /** The time from the opening to the first probe; each further wait is twice as long. */
      firstProbeSeconds: z.number().min(0.1).max(3600).optional(),
      maxProbeSeconds: z.number().min(0.1).max(86_400).optional(),
    })
    .optional(),
})
export type ConnectionLimits = z.infer<typeof connectionLimitsSchema>

/** Defaults for settings that a connection's breaker leaves out. */
export const usualBreaker = { failures: 10, firstProbeSeconds: 5, maxProbeSeconds: 300 }
