import { afterAll, beforeAll, expect, test } from 'vitest'
import { crashResponse, runCrashSeed, type CrashFigures } from './crash-run.ts'
import { type CrashRig, startCrashRig } from './crash-rig.ts'

// `CRASH_FROM=57 CRASH_SEEDS=1 npm run test:soak -- crash` runs one seed again.

const from = Number(process.env['CRASH_FROM'] ?? 1)
const count = Number(process.env['CRASH_SEEDS'] ?? 200)

/** Seeds that run at once; each is also affected by the kills of the others. */
const together = 4

let rig: CrashRig
beforeAll(async () => {
  rig = await startCrashRig({ workers: 2, answer: crashResponse() })
})
afterAll(() => rig?.[Symbol.asyncDispose]())

test(`kill -9 of a worker, of the web process and of PostgreSQL loses nobody, ${count} seeds from ${from}`, async () => {
  const seeds = Array.from({ length: count }, (_, index) => from + index)
  const total: CrashFigures = { people: 0, doubledCalls: 0, parkedMails: 0, kills: 0 }
  const failed: string[] = []
  await Promise.all(
    Array.from({ length: together }, async () => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        try {
          const figures = await runCrashSeed(rig, seed, { people: 400, kills: 3 })
          for (const name of ['people', 'doubledCalls', 'parkedMails'] as const) total[name] += figures[name]
          console.log(`seed ${seed}: ${JSON.stringify(figures)}`)
        } catch (error) {
          failed.push(`seed ${seed}: ${(error as Error).message}`)
          console.error(failed.at(-1))
        }
      }
    }),
  )
  total.kills = rig.kills.length
  console.log(`${count} seeds: ${JSON.stringify(total)}`)
  expect(failed).toEqual([])
})
