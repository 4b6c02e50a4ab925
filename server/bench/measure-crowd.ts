import { callLink, publishLine } from './bench-journey.ts'
import type { Measurement } from './measurement.ts'
import { type Bench, stopChild } from './open-bench.ts'
import { countAt, enrollPeople, until, untilEnded } from './enroll-people.ts'
import { rawCalls } from './raw-calls.ts'

const dueInMs = 2000
const inFlightPerWorker = 100

/** All waits end at the same instant, and the next step is a call. */
export const measureCrowd: Measurement = async function* (bench, { people, workers }) {
  for (const count of workers) {
    const inFlight = inFlightPerWorker * count
    const rawSeconds = people / (await rawCalls(bench, inFlight))
    await bench.reset()
    const ran = await run(bench, people, count)
    const name = `crowd of ${people.toLocaleString('en')} due at once, ${count} worker${count === 1 ? '' : 's'}`
    yield {
      name: `${name}: all done after`,
      value: ran.seconds,
      unit: 's',
      baseline: { name: `as many raw undici calls, ${inFlight} in flight`, value: rawSeconds },
    }
    yield {
      name: `${name}: calls at the same moment`,
      value: ran.peakInFlight,
      unit: 'calls',
      goal: { value: { atMost: inFlight } },
    }
    yield { name: `${name}: lost`, value: ran.lost, unit: 'people', goal: { value: { atMost: 0 } } }
  }
}

async function run(bench: Bench, people: number, workers: number) {
  const { database } = bench
  const wait = { id: 'wait', kind: 'waitTimer', config: { mode: 'until', at: '2100-01-01T00:00:00Z' } }
  const journeyId = await publishLine(bench, [wait, await callLink(bench)])
  await enrollPeople(bench, journeyId, people)
  const started = await Promise.all(Array.from({ length: workers }, () => bench.startWorker()))
  await until(async () => (await countAt(bench, journeyId, 'wait', 'entered')) >= people)
  await database.pool.query('vacuum analyze enrollments')
  await database.pool.query('checkpoint')
  await bench.askTarget()

  // Written to the rows: a date in the journey could not fit every number of participants.
  const dueAt = Date.now() + dueInMs
  const isDueAtOnce = `journey_id = $1 and status = 'active'`
  await database.pool.query(`update enrollments set due_at = $2 where ${isDueAtOnce}`, [journeyId, new Date(dueAt)])
  const late = Date.now()
  await untilEnded(bench, journeyId, people)
  const seconds = (Date.now() - Math.max(dueAt, late)) / 1000

  const { peakInFlight } = await bench.askTarget()
  const { rows } = await database.pool.query<{ ended: number }>(
    `select count(*)::integer as ended from enrollments where journey_id = $1 and status = 'completed'`,
    [journeyId],
  )
  await Promise.all(started.map(({ child }) => stopChild(child)))
  return { seconds, peakInFlight, lost: people - rows[0]!.ended }
}
