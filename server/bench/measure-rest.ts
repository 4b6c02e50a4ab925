import { openApi } from './api.ts'
import { publishFiveSteps } from './bench-journey.ts'
import type { Measurement } from './measurement.ts'
import { type Bench, stopChild } from './open-bench.ts'
import { emailOf, untilEnded } from './enroll-people.ts'
import { rawCalls } from './raw-calls.ts'

/** Enough for a steady rate. */
const maxPeople = 5000

/** Participants sent one per request, as an outside program sends them, to a whole server that also advances them. */
export const measureRest: Measurement = async function* (bench, options) {
  const people = Math.min(options.people, maxPeople)
  for (const connections of [50, 100]) {
    const baseline = {
      name: `raw undici Pool.request, ${connections} in flight`,
      value: await rawCalls(bench, connections),
    }
    const { accepted, ended } = await sendOneByOne(bench, people, connections)
    const name = `one person per REST request, ${connections} in flight`
    yield { name: `${name}: taken in`, value: people / accepted, unit: 'people/s', baseline }
    yield { name: `${name}: through all five steps`, value: people / ended, unit: 'people/s', baseline }
  }
}

async function sendOneByOne(bench: Bench, people: number, connections: number) {
  await bench.reset()
  const journeyId = await publishFiveSteps(bench, { withCallout: true })
  const server = await bench.startServer()
  const api = await openApi(bench, server.address, { connections })
  let sent = 0
  const begun = performance.now()
  const seconds = () => (performance.now() - begun) / 1000
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (sent < people) {
        const participants = [{ email: emailOf(sent++), plan: 'pro' }]
        await api.post(`/journeys/${journeyId}/participants`, { participants })
      }
    }),
  )
  const accepted = seconds()
  await untilEnded(bench, journeyId, people)
  const ended = seconds()
  await api.close()
  await stopChild(server.child)
  return { accepted, ended }
}
