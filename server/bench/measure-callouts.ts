import { engineRows } from './engine-rows.ts'
import { jobPerStep } from './job-per-step.ts'
import type { Measurement } from './measurement.ts'
import { rawCalls } from './raw-calls.ts'
import { rawSql } from './raw-sql.ts'
import { runToEnd } from './run-to-end.ts'
import { medianOf } from './statistics.ts'

/** Calls in flight at once in one worker. */
const inFlightPerWorker = 100

/** Five steps, one of them a call, with every attempt recorded: the cost of one participant from entry to exit. */
export const measureCallouts: Measurement = async function* (bench, { people, workers, rounds }) {
  const sql = await medianOf(rounds, () => rawSql(bench, people), Number)
  const jobs = await jobPerStep(bench, people)
  for (const count of workers) {
    const inFlight = inFlightPerWorker * count
    const calls = await medianOf(rounds, () => rawCalls(bench, inFlight), Number)
    const run = () => runToEnd(bench, { people, workers: count, withCallout: true })
    const ran = await medianOf(rounds, run, ({ peoplePerSecond }) => peoplePerSecond)
    const name = `engine with a callout in five steps, ${count} worker${count === 1 ? '' : 's'}`
    yield {
      name: `callouts, ${count} worker${count === 1 ? '' : 's'} × ${inFlightPerWorker} in flight`,
      value: ran.peoplePerSecond,
      unit: 'calls/s',
      baseline: { name: `raw undici Pool.request, ${inFlight} in flight`, value: calls },
      goal: { ratio: { atLeast: count === 1 ? 0.8 : 0.55 } },
    }
    yield* engineRows(ran, { name, sql, jobs, atLeastOfSql: 0.55, walNote: 'with the record of each call' })
  }
}
