import { afterEach, expect, it, vi } from 'vitest'
import { createCodeRunner } from './code-runner.ts'

afterEach(() => {
  vi.useRealTimers()
})

const task = { source: 'return { fine: true }', input: '{"participant":{},"nodes":{}}', now: 0, seed: 1 }

it('gives nobody a thread that is just being let go', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const runner = createCodeRunner()
  try {
    await runner.run(task)
    vi.advanceTimersByTime(3_600_000)
    await expect(runner.run(task)).resolves.toMatchObject({ result: { json: '{"fine":true}' } })
  } finally {
    await runner.close()
  }
})
