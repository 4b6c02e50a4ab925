import type { Clock } from '../../kernel/clock.ts'

/** The database's clock as one process knows it, so that workers whose clocks differ agree. */
export type DatabaseClock = {
  now(): number
  /** The same moment by `clock.monotonic()`. */
  here(at: number): number
  /** From an answer that arrived at `at`, by `clock.monotonic()`. */
  learn(now: number, at: number): void
}

export function createDatabaseClock(clock: Pick<Clock, 'monotonic'>): DatabaseClock {
  let ahead = 0
  return {
    now: () => clock.monotonic() + ahead,
    here: (at) => at - ahead,
    learn(now, at) {
      // An answer that was slow to arrive makes the database's clock look late, so the quickest one of the last minutes counts.
      const seen = now - at
      ahead = Math.abs(seen - ahead) > 1000 ? seen : Math.max(seen, ahead - 0.2)
    },
  }
}
