import { z } from 'zod'
import { callLimitsSchema } from './call-limits.ts'

/** What one outside system is to be spared. */
export const connectionLimitsSchema = callLimitsSchema.extend({
  /** When calling stops because the other side is down, and when it is asked again. */
  breaker: z
    .object({
      /** This many failures in a row stop it. */
      failures: z.number().int().min(1).max(1000).optional(),
      /** From the stop to the first single call that asks; each next wait is twice as long. */
      firstProbeSeconds: z.number().min(0.1).max(3600).optional(),
      maxProbeSeconds: z.number().min(0.1).max(86_400).optional(),
    })
    .optional(),
})
export type ConnectionLimits = z.infer<typeof connectionLimitsSchema>

/** What holds where the breaker of a connection leaves it open. */
export const usualBreaker = { failures: 10, firstProbeSeconds: 5, maxProbeSeconds: 300 }
