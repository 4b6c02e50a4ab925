import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { enrollBatch } from '../src/enrollments/enroll-batch.ts'
import { loadEnrollTarget } from '../src/enrollments/enroll-target.ts'
import { pauseJourney } from '../src/journeys/pause-journey.ts'
import { resumeJourney } from '../src/journeys/resume-journey.ts'
import { buildBenchJourney } from './bench-journey.ts'
import { type Bench, openBench, stopChild } from './bench-server.ts'

export type WorkerLossFigures = {
  /** People whom the killed worker held. */
  held: number
  /** From the kill until the first of them went on with the other worker, and until the last one had. */
  firstSeconds: number
  lastSeconds: number
  /** Calls of the target that were made again, each under its own key. */
  inDoubt: number
  lost: number
}

/** Two workers and a web process under load; one worker is killed and its people are followed until they have gone on. */
export async function measureWorkerLoss(bench: Bench, people: number): Promise<WorkerLossFigures> {
  const { ctx, database } = bench
  const query = async (text: string, values: unknown[] = []) =>
    (await database.pool.query<Record<string, never>>(text, values)).rows as Record<string, unknown>[]
  const journeyId = await buildBenchJourney(bench, true)
  await pauseJourney(ctx, journeyId)
  const target = await loadEnrollTarget(ctx, journeyId)
  for (let from = 0; from < people; from += 5000) {
    const rows = Array.from({ length: Math.min(5000, people - from) }, (_, index) => ({
      values: { email: `customer${from + index}@example.com`, plan: 'pro' },
    }))
    await enrollBatch(ctx, target, rows)
  }
  const web = await bench.startServer('web')
  const doomed = await bench.startWorker()
  const [doomedRow] = await query('select id from workers order by started_at desc limit 1')
  const survivor = await bench.startWorker()
  await resumeJourney(ctx, journeyId, { spreadMinutesPer10k: 0 })

  // Under load: both have begun, and there is work for both for a while.
  const heldBy = async () =>
    (await query('select id from enrollments where lease_owner = $1', [doomedRow!['id']])).map((row) => row['id'])
  while ((await heldBy()).length < 100) await new Promise((resolve) => setTimeout(resolve, 5))
  const exited = once(doomed, 'exit')
  doomed.kill('SIGKILL')
  await exited
  const killedAt = performance.now()
  const ids = await heldBy()
  let firstSeconds = 0
  for (;;) {
    const [row] = await query(
      `select count(*)::integer as gone_on from enrollments where id = any($1::uuid[]) and status <> 'active'`,
      [ids],
    )
    const seconds = (performance.now() - killedAt) / 1000
    const goneOn = Number(row!['gone_on'])
    if (goneOn > 0 && firstSeconds === 0) firstSeconds = seconds
    if (goneOn === ids.length) {
      const lastSeconds = seconds
      while (
        Number(
          (
            await query(
              `select count(*)::integer as left from enrollments where journey_id = $1 and status = 'active'`,
              [journeyId],
            )
          )[0]!['left'],
        ) > 0
      )
        await new Promise((resolve) => setTimeout(resolve, 100))
      const [doubt] = await query(
        `select count(distinct enrollment_id)::integer as people from callout_attempts where journey_id = $1 and in_doubt`,
        [journeyId],
      )
      const [ended] = await query(
        `select count(*)::integer as people from enrollments where journey_id = $1 and status = 'completed'`,
        [journeyId],
      )
      await Promise.all([stopChild(survivor), stopChild(web.child)])
      return {
        held: ids.length,
        firstSeconds,
        lastSeconds,
        inDoubt: Number(doubt!['people']),
        lost: people - Number(ended!['people']),
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { people: { type: 'string', default: '20000' } } })
  await using bench = await openBench((line) => console.error(line))
  console.log(JSON.stringify(await measureWorkerLoss(bench, Number(values.people)), null, 2))
}
