import { once } from 'node:events'
import { pauseJourney } from '../src/journeys/lifecycle/pause-journey.ts'
import { callLink, publishLine } from './bench-journey.ts'
import type { Measurement } from './measurement.ts'
import { type Bench, stopChild } from './open-bench.ts'
import { enrollPeople, until, untilEnded } from './enroll-people.ts'
import { medianOf, quantile } from './statistics.ts'
import { journeyOperations } from '../src/journeys/drafts/journey.operations.ts'
import { callingForJourney } from '../test/call-operation.ts'

const resumeJourney = callingForJourney(journeyOperations.resume)

/** Calls in flight in one worker, plus results that it may hold unwritten. */
const doublesPerKill = 100 + 100

/**
 * The worker is killed when it holds this many enrollments and this share of all has ended, so that calls are in
 * flight.
 */
const underLoad = { leased: 100, endedShare: 0.2 }

type Loss = {
  leased: number
  /** The remaining time of its leases. */
  leaseSeconds: number
  firstSeconds: number
  lastSeconds: number
  doubles: number
  lost: number
}

/**
 * Two workers and a web process under load. One worker is killed, and its enrollments are followed until they have
 * advanced.
 */
export const measureLoss: Measurement = async function* (bench, { people, rounds }) {
  const losses: Loss[] = []
  const { leaseSeconds, firstSeconds, lastSeconds, leased } = await medianOf(
    rounds,
    async () => {
      const loss = await loseOne(bench, people)
      losses.push(loss)
      return loss
    },
    ({ lastSeconds }) => lastSeconds,
  )
  const baseline = { name: 'left of the lease of the killed worker', value: leaseSeconds }
  const note = `it leased ${leased} people`
  yield { name: 'worker killed: first of its people goes on', value: firstSeconds, unit: 's', baseline, note }
  yield {
    name: 'worker killed: last of its people has gone on',
    value: lastSeconds,
    unit: 's',
    baseline,
    goal: { ratio: { atMost: 1 } },
    note,
  }
  yield {
    name: 'doubled calls per kill, the most',
    value: quantile(
      losses.map(({ doubles }) => doubles),
      1,
    ),
    unit: 'calls',
    baseline: { name: 'calls in flight and results unwritten at most', value: doublesPerKill },
    goal: { ratio: { atMost: 1 } },
    note: `${rounds} kill${rounds === 1 ? '' : 's'}`,
  }
  yield {
    name: 'lost people',
    value: losses.reduce((sum, { lost }) => sum + lost, 0),
    unit: 'people',
    goal: { value: { atMost: 0 } },
  }
}

async function loseOne(bench: Bench, people: number): Promise<Loss> {
  const { ctx, database } = bench
  const query = async <Row extends object>(text: string, values: unknown[]) =>
    (await database.pool.query<Row>(text, values)).rows
  await bench.reset()
  const journeyId = await publishLine(bench, [await callLink(bench, { path: '/counted' })])
  await pauseJourney(ctx, journeyId)
  await enrollPeople(bench, journeyId, people)
  const web = await bench.startServer('web')
  const doomed = await bench.startWorker()
  const [{ id: owner }] = (await query<{ id: string }>(
    'select id from workers order by started_at desc limit 1',
    [],
  )) as [{ id: string }]
  const survivor = await bench.startWorker()
  await bench.askTarget()
  await resumeJourney(ctx, journeyId, { spreadMinutesPer10k: 0 })

  const leasedBy = () =>
    query<{ id: string; lease: number }>(
      'select id, extract(epoch from lease_until - clock_timestamp())::float8 as lease from enrollments where lease_until is not null and lease_owner = $1',
      [owner],
    )
  await untilEnded(bench, journeyId, Math.ceil(people * underLoad.endedShare))
  await until(async () => (await leasedBy()).length >= underLoad.leased)
  const exited = once(doomed.child, 'exit')
  doomed.child.kill('SIGKILL')
  await exited
  const killed = performance.now()
  const leased = await leasedBy()
  const ids = leased.map(({ id }) => id)
  const goneOn = async () =>
    (await query(`select from enrollments where id = any($1::uuid[]) and status <> 'active'`, [ids])).length
  const seconds = async (isSo: () => Promise<boolean>) => {
    await until(isSo)
    return (performance.now() - killed) / 1000
  }
  const firstSeconds = await seconds(async () => (await goneOn()) > 0)
  const lastSeconds = await seconds(async () => (await goneOn()) === ids.length)
  await until(async () => {
    const left = await query(`select from enrollments where journey_id = $1 and status = 'active' limit 1`, [journeyId])
    return left.length === 0
  })
  const completed = await query<{ people: number }>(
    `select count(*)::integer as people from enrollments where journey_id = $1 and status = 'completed'`,
    [journeyId],
  )
  const { doubles } = await bench.askTarget()
  await Promise.all([stopChild(survivor.child), stopChild(web.child)])
  return {
    leased: ids.length,
    leaseSeconds: Math.max(...leased.map(({ lease }) => lease)),
    firstSeconds,
    lastSeconds,
    doubles,
    lost: people - completed[0]!.people,
  }
}
