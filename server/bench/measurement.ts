import type { Bench } from './open-bench.ts'
import type { Row } from './row.ts'

export type Options = {
  /** The number of participants for measurements that depend on it. */
  people: number
  /** The numbers of worker processes to measure with, one after another. */
  workers: readonly number[]
  /** How often short measurements are repeated; the median counts. */
  rounds: number
}

/** Starts with empty tables, as after `bench.reset()`, and yields each row as soon as it is known. */
export type Measurement = (bench: Bench, options: Options) => AsyncGenerator<Row>
