import { engineRows } from './engine-rows.ts'
import { jobPerStep } from './job-per-step.ts'
import type { Measurement } from './measurement.ts'
import { rawSql } from './raw-sql.ts'
import { runToEnd } from './run-to-end.ts'
import { medianOf } from './statistics.ts'

/** Steps without outside effects: the cost of the engine compared with the plain database. */
export const measureEngine: Measurement = async function* (bench, { people, workers, rounds }) {
  const sql = await medianOf(rounds, () => rawSql(bench, people), Number)
  const jobs = await jobPerStep(bench, people)
  for (const count of workers) {
    const run = () => runToEnd(bench, { people, workers: count, withCallout: false })
    const ran = await medianOf(rounds, run, ({ transitionsPerSecond }) => transitionsPerSecond)
    const name = `engine without callouts, ${count} worker${count === 1 ? '' : 's'}`
    yield* engineRows(ran, { name, sql, jobs, atLeastOfSql: 1.5 })
  }
}
