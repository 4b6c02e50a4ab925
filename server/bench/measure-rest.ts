import { Pool } from 'undici'
import { createApiKey } from '../src/api-keys/create-api-key.ts'
import { buildBenchJourney } from './bench-journey.ts'
import { stopChild, type Bench } from './bench-server.ts'

/** People sent one per request to the whole server, which works on them meanwhile, as an outside program would send them. */
export async function measureRest(
  bench: Bench,
  { people, concurrency }: { people: number; concurrency: number },
): Promise<{ acceptedPerSecond: number; endedPerSecond: number }> {
  const { key } = await createApiKey(bench.ctx, { name: `bench ${concurrency}`, role: 'editor' })
  const journeyId = await buildBenchJourney(bench, true)
  const { child, address } = await bench.startServer()
  const pool = new Pool(address, { connections: concurrency, pipelining: 1 })
  let sent = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (sent < people) {
        const person = sent++
        const reply = await pool.request({
          method: 'POST',
          path: `/api/v1/journeys/${journeyId}/participants`,
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          body: JSON.stringify({ participants: [{ email: `customer${person}@example.com`, plan: 'pro' }] }),
        })
        const text = await reply.body.text()
        if (reply.statusCode !== 200) throw new Error(`${reply.statusCode}: ${text}`)
      }
    }),
  )
  const acceptedPerSecond = people / ((performance.now() - started) / 1000)
  for (;;) {
    const { rows } = await bench.database.pool.query<{ ended: string }>(
      `select coalesce(sum(value), 0) as ended from node_counters
       where journey_id = $1 and node_id = 'done' and metric = 'left:completed'`,
      [journeyId],
    )
    if (Number(rows[0]!.ended) >= people) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const endedPerSecond = people / ((performance.now() - started) / 1000)
  await pool.close()
  await stopChild(child)
  return { acceptedPerSecond, endedPerSecond }
}
