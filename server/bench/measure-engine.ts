import { jobPerStep } from './job-per-step.ts'
import type { Measurement } from './measurement.ts'
import { rawSql } from './raw-sql.ts'
import { runToEnd } from './run-to-end.ts'
import { medianOf } from './statistics.ts'

/** Steps that need nothing from outside: what the engine costs over the database it stands on. */
export const measureEngine: Measurement = async function* (bench, { people, workers, rounds }) {
  const sql = await medianOf(rounds, () => rawSql(bench, people), Number)
  const jobs = await jobPerStep(bench, people)
  for (const count of workers) {
    const run = () => runToEnd(bench, { people, workers: count, withCallout: false })
    const ran = await medianOf(rounds, run, ({ transitionsPerSecond }) => transitionsPerSecond)
    const name = `engine without callouts, ${count} worker${count === 1 ? '' : 's'}`
    const row = { name, value: ran.transitionsPerSecond, unit: 'transitions/s' as const }
    yield {
      ...row,
      baseline: { name: 'raw chunked SQL, one connection', value: sql },
      goal: { ratio: { atLeast: 1.5 } },
    }
    yield {
      ...row,
      baseline: { name: 'one pg-boss job per person and step', value: jobs },
      goal: { ratio: { atLeast: 50 } },
    }
    yield {
      name: `WAL per transition, ${name}`,
      value: ran.walBytesPerTransition,
      unit: 'B',
      goal: { value: { atMost: 400 } },
    }
  }
}
