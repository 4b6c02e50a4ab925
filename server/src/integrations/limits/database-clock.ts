import type { Clock } from '../../kernel/clock.ts'

/** One process's estimate of the database's clock, so that workers with different clocks agree. */
export type DatabaseClock = {
  now(): number
  /** Converts a database time to `clock.monotonic()`. */
  here(at: number): number
  /** Learns from a response with the database time `now` that arrived at `at`, by `clock.monotonic()`. */
  learn(now: number, at: number): void
}

export function createDatabaseClock(clock: Pick<Clock, 'monotonic'>): DatabaseClock {
  let ahead = 0
  return {
    now: () => clock.monotonic() + ahead,
    here: (at) => at - ahead,
    learn(now, at) {
      // A slow response makes the database's clock look late, so the quickest response of the last minutes counts.
      const seen = now - at
      ahead = Math.abs(seen - ahead) > 1000 ? seen : Math.max(seen, ahead - 0.2)
    },
  }
}
