import { pauseJourney } from '../src/journeys/lifecycle/pause-journey.ts'
import { publishFiveSteps, stepsPerPerson } from './bench-journey.ts'
import { type Bench, stopChild } from './open-bench.ts'
import { enrollPeople, untilEnded } from './enroll-people.ts'
import { journeyOperations } from '../src/journeys/drafts/journey.operations.ts'
import { callingForJourney } from '../test/call-operation.ts'

const resumeJourney = callingForJourney(journeyOperations.resume)

export type RunResult = {
  journeyId: string
  peoplePerSecond: number
  transitionsPerSecond: number
  walBytesPerTransition: number
  /** The peak memory of the worker that used most. */
  workerMb: number
}

/** All enrollments are at the entry of a paused journey. The time runs from its resume until the last one has ended. */
export async function runToEnd(
  bench: Bench,
  { people, workers, withCallout }: { people: number; workers: number; withCallout: boolean },
): Promise<RunResult> {
  const { ctx, database } = bench
  await bench.reset()
  const journeyId = await publishFiveSteps(bench, { withCallout })
  await pauseJourney(ctx, journeyId)
  await enrollPeople(bench, journeyId, people)
  const started = await Promise.all(Array.from({ length: workers }, () => bench.startWorker()))
  await database.pool.query('vacuum analyze enrollments, participants')
  await database.pool.query('checkpoint')
  const walBefore = await walPosition(bench)

  const begun = performance.now()
  await resumeJourney(ctx, journeyId, { spreadMinutesPer10k: 0 })
  await untilEnded(bench, journeyId, people)
  const seconds = (performance.now() - begun) / 1000

  const walBytes = (await walPosition(bench)) - walBefore
  const peaks = await Promise.all(started.map(({ peakMemory }) => peakMemory()))
  await Promise.all(started.map(({ child }) => stopChild(child)))
  return {
    journeyId,
    peoplePerSecond: people / seconds,
    transitionsPerSecond: (people * stepsPerPerson) / seconds,
    walBytesPerTransition: walBytes / (people * stepsPerPerson),
    workerMb: Math.max(...peaks) / 2 ** 20,
  }
}

async function walPosition({ database }: Bench): Promise<number> {
  const { rows } = await database.pool.query<{ position: string }>(
    `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as position`,
  )
  return Number(rows[0]!.position)
}
