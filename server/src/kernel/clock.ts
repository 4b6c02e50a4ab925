export type Clock = {
  /** The time of day. An administrator or NTP may set it, so it can jump, also backwards. */
  now(): Date
  /** Milliseconds since a moment that is fixed for this process. Never goes backwards: measures durations and time limits. */
  monotonic(): number
}

export const systemClock: Clock = { now: () => new Date(), monotonic: () => performance.now() }

/** A number from 0 up to, not including, 1. */
export type Random = () => number

export const systemRandom: Random = () => Math.random()
