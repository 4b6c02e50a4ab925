import { getJourney } from '../src/journeys/drafts/get-journey.ts'
import { publishJourney } from '../src/journeys/publishing/publish-journey.ts'
import { replaceDraft } from '../src/journeys/drafts/replace-draft.ts'
import { openApi } from './api.ts'
import { lineDocument, publishLine, type Link } from './bench-journey.ts'
import type { Measurement } from './measurement.ts'
import { type Bench, stopChild } from './open-bench.ts'
import { pagesOf, timeOf } from './pages.ts'
import { countAt, enrollPeople, until } from './enroll-people.ts'
import { quantile } from './statistics.ts'

const idleSamples = 300

const waitOf = (days: number): Link => ({
  id: 'wait',
  kind: 'waitTimer',
  config: { mode: 'duration', amount: days, unit: 'days' },
})

/**
 * A publish that shortens a wait in which all enrollments are, from the publish until the last one has its new time.
 */
export const measureRetime: Measurement = async function* (bench, { people }) {
  const { ctx, database } = bench
  const journeyId = await publishLine(bench, [waitOf(30)])
  const web = await bench.startServer('web')
  const worker = await bench.startWorker()
  await enrollPeople(bench, journeyId, people)
  await until(async () => (await countAt(bench, journeyId, 'wait', 'entered')) >= people)

  // The first update makes the table grow; the sweep and the measured update both reuse that space. Each update really
  // changes the time: PostgreSQL does not touch the indexes for an equal value, and is then three times as fast.
  await updateDue(bench, journeyId, 40)
  const bareSeconds = await updateDue(bench, journeyId, 30)

  const api = await openApi(bench, web.address)
  const { lists, analytics } = await pagesOf(bench, journeyId, people)
  const paths = [...lists, analytics]
  const idle: number[] = []
  while (idle.length < idleSamples) idle.push(await timeOf(api, paths[idle.length % paths.length]!))

  const { document, draftRevision } = await getJourney(ctx, journeyId)
  const shorter = lineDocument(document.name, [waitOf(20)])
  await replaceDraft(ctx, journeyId, { baseRevision: draftRevision, document: shorter })
  const begun = performance.now()
  const { version } = await publishJourney(ctx, journeyId)
  let seconds = 0
  const swept = until(async () => {
    const { rowCount } = await database.pool.query(
      'select from journey_versions where journey_id = $1 and number = $2 and swept_at is not null',
      [journeyId, version],
    )
    seconds = (performance.now() - begun) / 1000
    return rowCount === 1
  }).then(() => true)
  const during: number[] = []
  do during.push(await timeOf(api, paths[during.length % paths.length]!))
  while (!(await Promise.race([swept, Promise.resolve(false)])))

  await requireRetimed(bench, journeyId, people)
  const name = `re-time of ${people.toLocaleString('en')} waiting`
  yield {
    name,
    value: seconds,
    unit: 's',
    baseline: { name: 'one bare UPDATE of the same rows', value: bareSeconds },
    goal: { ratio: { atMost: 2 } },
  }
  yield {
    name: `API p95 during the ${name}`,
    value: quantile(during, 0.95),
    unit: 'ms',
    baseline: { name: 'the same, idle', value: quantile(idle, 0.95) },
    goal: { ratio: { atMost: 3 } },
    note: `${during.length} requests, list and analytics in turn`,
  }
  await api.close()
  await Promise.all([stopChild(web.child), stopChild(worker.child)])
}

async function updateDue({ database }: Bench, journeyId: string, days: number): Promise<number> {
  await database.pool.query('vacuum analyze enrollments')
  await database.pool.query('checkpoint')
  const begun = performance.now()
  await database.pool.query(
    `update enrollments set due_at = entered_at + make_interval(days => $2)
     where journey_id = $1 and node_id = 'wait' and step_id = 'wait/wait' and status = 'active'`,
    [journeyId, days],
  )
  const seconds = (performance.now() - begun) / 1000
  await database.pool.query('vacuum analyze enrollments')
  await database.pool.query('checkpoint')
  return seconds
}

async function requireRetimed({ database }: Bench, journeyId: string, people: number): Promise<void> {
  const { rows } = await database.pool.query<{ people: number }>(
    `select count(*)::integer as people from enrollments
     where journey_id = $1 and due_at = entered_at + interval '20 days'`,
    [journeyId],
  )
  if (rows[0]!.people !== people) throw new Error(`${rows[0]!.people} of ${people} people were timed anew`)
}
