import { pauseJourney } from '../src/journeys/lifecycle/pause-journey.ts'
import { openApi } from './api.ts'
import { publishFiveSteps } from './bench-journey.ts'
import type { Measurement } from './measurement.ts'
import { type Bench, stopChild } from './open-bench.ts'
import { emailOf, until } from './enroll-people.ts'
import { chunked, rawCopy } from './raw-copy.ts'
import { medianOf } from './statistics.ts'

/** In every hundred lines, one participant is repeated and one address is invalid. */
const duplicateEvery = 100
const wrongEvery = 100

/**
 * A CSV over HTTP until its participants are at the entry: read, mapped, checked, deduplicated, rejected lines stored.
 */
export const measureImport: Measurement = async function* (bench, { people, rounds }) {
  const copied = await medianOf(rounds, () => rawCopy(bench, people), Number)
  const imported = await medianOf(rounds, () => importCsv(bench, people), Number)
  yield {
    name: `CSV to enrolled, ${people.toLocaleString('en')} rows`,
    value: imported,
    unit: 'rows/s',
    baseline: { name: 'raw COPY of ready rows into both tables', value: copied },
    goal: { ratio: { atLeast: 0.55 } },
    note: '1 % duplicates and 1 % refused',
  }
}

async function importCsv(bench: Bench, people: number): Promise<number> {
  await bench.reset()
  const journeyId = await publishFiveSteps(bench, { withCallout: false })
  // Measures only the import: no enrollment advances meanwhile.
  await pauseJourney(bench.ctx, journeyId)
  const server = await bench.startServer()
  const api = await openApi(bench, server.address)
  await bench.database.pool.query('checkpoint')

  const begun = performance.now()
  const { importId } = await api.upload<{ importId: string }>(`/bulk/journeys/${journeyId}/participants`, csvOf(people))
  type Progress = { status: string; counts: { enrolled: number; duplicate: number; invalid: number } }
  let progress: Progress
  await until(async () => {
    progress = await api.get<Progress>(`/imports/${importId}`)
    return progress.status === 'done' || progress.status === 'failed'
  })
  const seconds = (performance.now() - begun) / 1000

  const { status, counts } = progress!
  if (status !== 'done' || counts.enrolled + counts.duplicate + counts.invalid !== people)
    throw new Error(`the import ended as ${status} with ${JSON.stringify(counts)}`)
  await api.close()
  await stopChild(server.child)
  return people / seconds
}

function* csvOf(people: number): Generator<string> {
  yield 'email,plan\n'
  yield* chunked(people, (person) => {
    if (person % wrongEvery === 1) return `customer${person} at example.com,pro\n`
    return `${emailOf(person % duplicateEvery === 2 ? person - 2 : person)},pro\n`
  })
}
