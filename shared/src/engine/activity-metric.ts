import type { ActivityName } from '../effects/effect.ts'

/** What people did with what an effect sent them. These numbers say nothing about where anybody is. */
export type ActivityMetric = ActivityName | `${ActivityName}:${string}`
