import type { Bench } from './open-bench.ts'
import type { Row } from './row.ts'

export type Options = {
  /** How many people the measurements that grow with them work with. */
  people: number
  /** Numbers of worker processes to measure with, each in its turn. */
  workers: readonly number[]
  /** How often the short ones are repeated; the median counts. */
  rounds: number
}

/** Begins with tables as empty as `bench.reset()` leaves them, and hands over each row as soon as it is known. */
export type Measurement = (bench: Bench, options: Options) => AsyncGenerator<Row>
