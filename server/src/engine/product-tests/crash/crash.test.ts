import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { crashResponse, runCrashSeed } from './crash-run.ts'
import { type CrashRig, startCrashRig } from './crash-rig.ts'

const seeds = process.env['CRASH_SEEDS']?.split(',').map(Number) ?? [1, 2, 3]

let rig: CrashRig
beforeAll(async () => {
  rig = await startCrashRig({ workers: 2, answer: crashResponse() })
}, 240_000)
afterAll(() => rig?.[Symbol.asyncDispose](), 60_000)

describe.concurrent('kill -9 of a worker, of the web process and of PostgreSQL at random moments', () => {
  for (const seed of seeds)
    test(`loses nobody and doubles nothing but under its own key, seed ${seed}`, async () => {
      const figures = await runCrashSeed(rig, seed, { people: 80, kills: 2 })
      expect(figures.people).toBe(80)
      if (process.env['CRASH_LOG']) console.log(`seed ${seed}: ${JSON.stringify(figures)}`)
    }, 300_000)
})
