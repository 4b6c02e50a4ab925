import type { Measurement } from './measurement.ts'
import { runToEnd } from './run-to-end.ts'

/** A worker claims enrollments by the hundred, so ten times as many must not need more memory. */
export const measureMemory: Measurement = async function* (bench, { people }) {
  const fewer = Math.max(1, Math.round(people / 10))
  const peakOf = async (people: number) => (await runToEnd(bench, { people, workers: 1, withCallout: true })).workerMb
  const baseline = { name: `the same with ${fewer.toLocaleString('en')} people`, value: await peakOf(fewer) }
  yield {
    name: `peak memory of a worker, ${people.toLocaleString('en')} people`,
    value: await peakOf(people),
    unit: 'MB',
    baseline,
    goal: { ratio: { atMost: 1.2 }, value: { atMost: 300 } },
  }
}
