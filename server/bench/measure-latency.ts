import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { maxRatePerMinute } from '../src/inbound/events/event.schemas.ts'
import { type Api, openApi } from './api.ts'
import { callLink, publishLine } from './bench-journey.ts'
import type { Measurement } from './measurement.ts'
import { type Bench, stopChild } from './open-bench.ts'
import { countAt, enrollPeople, until } from './enroll-people.ts'
import { quantile } from './statistics.ts'
import { eventOperations } from '../src/inbound/events/event.operations.ts'
import { calling } from '../test/call-operation.ts'

const createEndpoint = calling(eventOperations.create)

const samples = 200

/** Pause between two samples, so that each one starts with an idle system. */
const pauseMs = 25

/**
 * The time from an event sent by another system until the call of the participant's next step arrives at its target,
 * through a web process, the queue and a worker. First with no other enrollments, then with all of them waiting.
 */
export const measureLatency: Measurement = async function* (bench, { people }) {
  await using arrivals = await listenForCalls()
  const call = await callLink(bench, { baseUrl: arrivals.url })
  const condition = { all: [{ signal: 'eventReceived', topic: 'bench.go' }] }
  const wait = {
    id: 'wait',
    kind: 'conditionalWait',
    config: { condition, timeLimit: { amount: 30, unit: 'days' } },
    outlet: 'met',
  }
  const direct = await publishLine(bench, [call])
  const waiting = await publishLine(bench, [wait, call])
  const { endpoint, key } = await createEndpoint(bench.ctx, {
    name: 'Bench',
    topic: 'bench.go',
    matchBy: [{ path: 'email', field: 'email' }],
    rateLimitPerMinute: maxRatePerMinute,
  })
  const web = await bench.startServer('web')
  const worker = await bench.startWorker()
  const api = await openApi(bench, web.address)
  const enroll = (email: string) => enrollThroughApi(api, direct, email)
  const signal = (email: string) => api.post(`/events/${endpoint.id}`, { email }, key)

  let sampled = 0
  const sample = async (send: (email: string) => Promise<unknown>, prepare?: (email: string) => Promise<void>) => {
    const times: number[] = []
    while (times.length < samples) {
      const email = `sample${sampled++}@example.com`
      await prepare?.(email)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      const arrival = arrivals.of(email)
      const begun = performance.now()
      await send(email)
      times.push((await arrival) - begun)
    }
    return times
  }
  let standing = 0
  const bringToWait = async (email: string) => {
    await enrollThroughApi(api, waiting, email)
    await untilWaiting(bench, waiting, ++standing)
  }
  const rows = function* (name: string, times: number[], atMost: number) {
    yield { name: `${name}, p50`, value: quantile(times, 0.5), unit: 'ms' as const }
    yield { name: `${name}, p95`, value: quantile(times, 0.95), unit: 'ms' as const, goal: { value: { atMost } } }
  }

  const enrolledIdle = await sample(enroll)
  const signalledIdle = await sample(signal, bringToWait)
  yield* rows('enrolled → next step, idle', enrolledIdle, 50)
  yield* rows('signal → next step, idle', signalledIdle, 50)

  await enrollPeople(bench, waiting, people)
  standing += people
  await untilWaiting(bench, waiting, standing)
  const crowd = `with ${people.toLocaleString('en')} waiting`
  yield* rows(`enrolled → next step, ${crowd}`, await sample(enroll), 1000)
  yield* rows(`signal → next step, ${crowd}`, await sample(signal, bringToWait), 1000)

  await api.close()
  await Promise.all([stopChild(web.child), stopChild(worker.child)])
}

async function enrollThroughApi(api: Api, journeyId: string, email: string): Promise<void> {
  await api.post(`/journeys/${journeyId}/participants`, { participants: [{ email, plan: 'pro' }] })
}

async function untilWaiting(bench: Bench, journeyId: string, people: number): Promise<void> {
  await until(async () => (await countAt(bench, journeyId, 'wait', 'entered')) >= people)
}

/** The target of these calls runs in this process, so that one clock measures both ends. */
async function listenForCalls(): Promise<AsyncDisposable & { url: string; of(email: string): Promise<number> }> {
  const awaited = new Map<string, (at: number) => void>()
  const server = createServer(async (request, reply) => {
    const at = performance.now()
    let body = ''
    for await (const chunk of request) body += String(chunk)
    reply.setHeader('content-type', 'application/json')
    reply.end('{"ok":true}')
    const { email } = JSON.parse(body) as { email: string }
    awaited.get(email)?.(at)
    awaited.delete(email)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    of: (email) => new Promise((resolve) => awaited.set(email, resolve)),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}
