import { expect, test } from 'vitest'
import { until } from '../../../../test/run-worker.ts'
import { startCrashRig } from './crash-rig.ts'
import { buildCrashJourney } from './crash-run.ts'

test('SIGTERM lets a worker finish and record its calls and give back the rest; nobody is in doubt afterwards', async () => {
  const latch = Promise.withResolvers<void>()
  await using rig = await startCrashRig({
    workers: 1,
    answer: async () => {
      await latch.promise
      return { body: { ts: 'x' } }
    },
  })
  const journeyId = await buildCrashJourney(rig, 1)
  const people = 300
  const participants = Array.from({ length: people }, (_, index) => ({
    email: `customer${index}@example.com`,
    score: 9,
    plan: 'patient',
  }))
  await rig.call('POST', `/journeys/${journeyId}/participants`, { participants })
  const leased = () => counts(`lease_until is not null`)
  const counts = async (condition: string) => {
    const [row] = await rig.query<{ people: number }>(
      `select count(*)::integer as people from enrollments where journey_id = $1 and ${condition}`,
      [journeyId],
    )
    return row!.people
  }
  await rig.target.untilReceived(100)
  expect(await leased()).toBeGreaterThan(100)

  const ended = rig.stopWorker(0)
  await until('those not begun to be given back', async () => (await leased()) === 100)
  latch.resolve()
  expect(await ended).toBe(0)

  expect(await leased()).toBe(0)
  expect(await counts('in_doubt')).toBe(0)
  expect(await counts(`node_id = 'post' and attempt = 0`)).toBe(people - 100)
  expect(await rig.query('select id from workers')).toEqual([])
  const [recorded] = await rig.query<{ attempts: number }>(
    `select count(*)::integer as attempts from callout_attempts where journey_id = $1 and outcome = 'succeeded' and not in_doubt`,
    [journeyId],
  )
  expect(recorded!.attempts).toBe(100)

  await rig.startWorker(0)
  await until('everybody to have been called', async () => (await counts(`node_id = 'day'`)) === people, 120_000)
  expect([...rig.target.keys.values()].every((count) => count === 1)).toBe(true)
  expect(rig.target.keys.size).toBe(people)
  expect(rig.mails.received).toHaveLength(people)
}, 300_000)
