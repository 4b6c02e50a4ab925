import { once } from 'node:events'
import { pauseJourney } from '../src/journeys/pause-journey.ts'
import { resumeJourney } from '../src/journeys/resume-journey.ts'
import { enrollBatch } from '../src/enrollments/enroll-batch.ts'
import { loadEnrollTarget } from '../src/enrollments/enroll-target.ts'
import { buildBenchJourney, stepsPerPerson } from './bench-journey.ts'
import { stopChild, type Bench } from './bench-server.ts'

export type EngineFigures = {
  peoplePerSecond: number
  transitionsPerSecond: number
  walBytesPerTransition: number
  workerRssMb: number
}

/** Everybody stands at the entry of a paused journey; the clock runs from its resume until the last one has ended. */
export async function measureEngine(
  bench: Bench,
  { people, workers, withCallout }: { people: number; workers: number; withCallout: boolean },
): Promise<EngineFigures> {
  const { ctx, database } = bench
  const journeyId = await buildBenchJourney(bench, withCallout)
  await pauseJourney(ctx, journeyId)
  const target = await loadEnrollTarget(ctx, journeyId)
  for (let from = 0; from < people; from += 5000) {
    const rows = Array.from({ length: Math.min(5000, people - from) }, (_, index) => ({
      values: { email: `customer${from + index}@example.com`, plan: 'pro' },
    }))
    await enrollBatch(ctx, target, rows)
  }
  const children = await Promise.all(Array.from({ length: workers }, () => bench.startWorker()))
  await database.pool.query('vacuum analyze enrollments, participants')
  await database.pool.query('checkpoint')
  const walBefore = await walPosition(bench)

  const started = performance.now()
  await resumeJourney(ctx, journeyId, { spreadMinutesPer10k: 0 })
  for (;;) {
    const { rows } = await database.pool.query<{ ended: string }>(
      `select coalesce(sum(value), 0) as ended from node_counters
       where journey_id = $1 and node_id = 'done' and metric = 'left:completed'`,
      [journeyId],
    )
    if (Number(rows[0]!.ended) >= people) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const seconds = (performance.now() - started) / 1000
  const walBytes = (await walPosition(bench)) - walBefore
  let rss = 0
  for (const child of children) {
    child.send('memory')
    const [bytes] = await once(child, 'message')
    rss = Math.max(rss, Number(bytes))
  }
  await Promise.all(children.map(stopChild))
  return {
    peoplePerSecond: people / seconds,
    transitionsPerSecond: (people * stepsPerPerson) / seconds,
    walBytesPerTransition: walBytes / (people * stepsPerPerson),
    workerRssMb: rss / 1024 / 1024,
  }
}

async function walPosition({ database }: Bench): Promise<number> {
  const { rows } = await database.pool.query<{ position: string }>(
    `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as position`,
  )
  return Number(rows[0]!.position)
}
