import { z } from 'zod'

/** Limits that all workers together keep. Absent means no limit. */
export const callLimitsSchema = z.object({
  requestsPerSecond: z.number().positive().max(100_000).optional(),
  requestsPerMinute: z.number().positive().max(6_000_000).optional(),
  /** Calls that may start at once after an idle time, instead of evenly spaced. */
  burst: z.number().int().min(1).max(10_000).optional(),
  /** Calls in flight at the same time. */
  concurrency: z.number().int().positive().max(10_000).optional(),
})
export type CallLimits = z.infer<typeof callLimitsSchema>

/**
 * A call may start or travel up to this much later than planned and still keep the limit at its destination, because
 * the spacing is stretched by it.
 */
export const travelMs = 40

/** The time between the starts of two calls; 0 means no spacing. */
export function spacingMs({ requestsPerSecond, requestsPerMinute }: CallLimits): number {
  return Math.max(
    requestsPerSecond === undefined ? 0 : (1000 + travelMs) / requestsPerSecond,
    requestsPerMinute === undefined ? 0 : (60_000 + travelMs) / requestsPerMinute,
  )
}

export function hasLimit(limits: CallLimits): boolean {
  return spacingMs(limits) > 0 || limits.concurrency !== undefined
}
