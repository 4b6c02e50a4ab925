import { z } from 'zod'

/** How often something may be called; every worker together keeps to it. Absent means as often as people come. */
export const callLimitsSchema = z.object({
  requestsPerSecond: z.number().positive().max(100_000).optional(),
  requestsPerMinute: z.number().positive().max(6_000_000).optional(),
  /** Calls that may go out at once after a quiet time, instead of evenly spaced. */
  burst: z.number().int().min(1).max(10_000).optional(),
  /** Calls under way at the same time. */
  concurrency: z.number().int().positive().max(10_000).optional(),
})
export type CallLimits = z.infer<typeof callLimitsSchema>

/** Calls may start or travel so much later than planned and still keep the limit where they arrive: the space between is stretched. */
export const travelMs = 40

/** Between the starts of two calls; 0 is as fast as it goes. */
export function spacingMs({ requestsPerSecond, requestsPerMinute }: CallLimits): number {
  return Math.max(
    requestsPerSecond === undefined ? 0 : (1000 + travelMs) / requestsPerSecond,
    requestsPerMinute === undefined ? 0 : (60_000 + travelMs) / requestsPerMinute,
  )
}

export function hasLimit(limits: CallLimits): boolean {
  return spacingMs(limits) > 0 || limits.concurrency !== undefined
}
