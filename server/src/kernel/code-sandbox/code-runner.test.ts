import { afterEach, expect, it, vi } from 'vitest'
import { createCodeRunner } from './code-runner.ts'

afterEach(() => {
  vi.useRealTimers()
})

const owner = { workspaceId: 'a', personId: null }
const task = { source: 'return { fine: true }', input: '{"participant":{},"nodes":{}}', now: 0, seed: 1 }

it('code runner: a thread that is being released is not handed out', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const runner = createCodeRunner()
  try {
    await runner.run(task, owner)
    vi.advanceTimersByTime(3_600_000)
    await expect(runner.run(task, owner)).resolves.toMatchObject({ result: { json: '{"fine":true}' } })
  } finally {
    await runner.close()
  }
})
