import { expect, test } from 'vitest'
import { createFairQueue, type FairQueueLimits } from './fair-queue.ts'

/** Which workspace began, in order. Each piece of work lasts until it is finished by name. */
function buildQueue(limits: FairQueueLimits) {
  const queue = createFairQueue(limits)
  const began: string[] = []
  const running: { workspaceId: string; finish: () => void }[] = []
  const ask = (workspaceId: string, personId: string | null = null) =>
    queue.run({ workspaceId, personId }, () => {
      began.push(workspaceId)
      return new Promise<void>((resolve) => running.push({ workspaceId, finish: resolve }))
    })
  const finish = async (workspaceId: string) => {
    const at = running.findIndex((each) => each.workspaceId === workspaceId)
    running.splice(at, 1)[0]!.finish()
    await settled()
  }
  return { queue, began, ask, finish }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: { text: string }) => error.text,
  )

test('fair queue: the only place goes round by workspace', async () => {
  const { began, ask, finish } = buildQueue({ atOnce: 1 })
  for (let asked = 0; asked < 4; asked++) void ask('a')
  void ask('b')
  void ask('c')
  void ask('b')
  await settled()
  for (const workspaceId of ['a', 'b', 'c', 'a', 'b', 'a', 'a']) await finish(workspaceId)
  expect(began).toEqual(['a', 'b', 'c', 'a', 'b', 'a', 'a'])
})

test('fair queue: however much one workspace asks for, another finds a place free', async () => {
  const { began, ask } = buildQueue({ atOnce: 4 })
  for (let asked = 0; asked < 9; asked++) void ask('a')
  void ask('b')
  await settled()
  expect(began).toEqual(['a', 'a', 'a', 'b'])
})

test('fair queue: a person waits with one thing, a workspace with so many, and work without a person is not refused', async () => {
  const { ask } = buildQueue({ atOnce: 1, waitingPerWorkspace: 2 })
  void ask('a', 'first')
  void ask('a', 'first')
  expect(await refusalOf(ask('a', 'first'))).toBe('personBusy')
  void ask('a', 'second')
  expect(await refusalOf(ask('a', 'third'))).toBe('workspaceBusy')
  let isRefused = false
  ask('a').catch(() => (isRefused = true))
  void ask('b', 'first')
  await settled()
  expect(isRefused).toBe(false)
})

test('fair queue: a refusal says when to come again', async () => {
  const { ask } = buildQueue({ atOnce: 1 })
  void ask('a', 'first')
  void ask('a', 'first')
  await expect(ask('a', 'first')).rejects.toMatchObject({ code: 'limitReached', retryAfterSeconds: 5 })
})

test('fair queue: work that fails gives its place back', async () => {
  const { queue } = buildQueue({ atOnce: 1 })
  const owner = { workspaceId: 'a', personId: null }
  await expect(queue.run(owner, async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await queue.run(owner, async () => 'next')).toBe('next')
})
