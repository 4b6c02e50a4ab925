import { expect, test } from 'vitest'
import { oncePerKey } from './once-per-key.ts'

test('many who ask while it runs are answered by one more run', async () => {
  const latches: (() => void)[] = []
  const begun: string[] = []
  const run = oncePerKey((key) => {
    begun.push(key)
    return new Promise((resolve) => latches.push(resolve))
  })
  const first = run('a')
  const others = [run('a'), run('a'), run('a')]
  const another = run('b')
  expect(begun).toEqual(['a', 'b'])
  latches[1]!()
  await another
  latches[0]!()
  await first
  await expect.poll(() => begun).toEqual(['a', 'b', 'a'])
  latches[2]!()
  await Promise.all(others)
  const later = run('a')
  expect(begun).toHaveLength(4)
  latches[3]!()
  await later
})

test('a run that fails is told to those who asked for it, and the next one still comes', async () => {
  let runs = 0
  const run = oncePerKey(async () => {
    if (++runs === 1) throw new Error('the first')
  })
  const [first, second] = [run('a'), run('a')]
  await expect(first).rejects.toThrow('the first')
  await expect(second).resolves.toBeUndefined()
  expect(runs).toBe(2)
})
