import { type Clock, systemClock } from '../src/kernel/clock.ts'

/** A clock that stands still until it is moved. `advance` moves the time of day and the monotonic time together. */
export class ManualClock implements Clock {
  at = Date.parse('2026-03-02T09:00:00Z')
  #monotonic = 0
  now = () => new Date(this.at)
  monotonic = () => this.#monotonic
  advance(ms: number): void {
    this.at += ms
    this.#monotonic += ms
  }
}

/** A clock whose time of day is given; its monotonic time is that of the machine. */
export function clockShowing(now: () => Date): Clock {
  return { now, monotonic: systemClock.monotonic }
}
