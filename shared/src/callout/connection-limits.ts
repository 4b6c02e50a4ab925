import { z } from 'zod'

/** What one outside system is to be spared; every worker together keeps to it. Absent means none. */
export const connectionLimitsSchema = z.object({
  requestsPerSecond: z.number().positive().max(100_000).optional(),
  requestsPerMinute: z.number().positive().max(6_000_000).optional(),
  /** Calls that may go out at once after a quiet time, instead of evenly spaced. */
  burst: z.number().int().min(1).max(10_000).optional(),
  /** Calls under way at the same time. */
  concurrency: z.number().int().positive().max(10_000).optional(),
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

/** Calls may start or travel so much later than planned and still keep the limit where they arrive: the space between is stretched. */
export const travelMs = 40

/** Between the starts of two calls; 0 is as fast as it goes. */
export function spacingMs({ requestsPerSecond, requestsPerMinute }: ConnectionLimits): number {
  return Math.max(
    requestsPerSecond === undefined ? 0 : (1000 + travelMs) / requestsPerSecond,
    requestsPerMinute === undefined ? 0 : (60_000 + travelMs) / requestsPerMinute,
  )
}

export function hasLimit(limits: ConnectionLimits): boolean {
  return spacingMs(limits) > 0 || limits.concurrency !== undefined
}
