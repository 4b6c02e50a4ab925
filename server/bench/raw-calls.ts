import { Pool } from 'undici'
import type { Bench } from './open-bench.ts'

const seconds = 3

/** Calls per second of a plain client that keeps `inFlight` calls running and reads every reply. */
export async function rawCalls({ targetUrl }: Bench, inFlight: number): Promise<number> {
  const pool = new Pool(targetUrl, { connections: inFlight, pipelining: 1 })
  const body = JSON.stringify({ email: 'customer1@example.com', text: 'customer1@example.com is on pro' })
  const call = async () => {
    const reply = await pool.request({
      method: 'POST',
      path: '/messages',
      headers: { 'content-type': 'application/json' },
      body,
    })
    await reply.body.text()
  }
  await Promise.all(Array.from({ length: inFlight }, call))
  let calls = 0
  const started = performance.now()
  const isOver = () => performance.now() - started >= seconds * 1000
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (!isOver()) {
        await call()
        calls++
      }
    }),
  )
  const rate = calls / ((performance.now() - started) / 1000)
  await pool.close()
  return rate
}
