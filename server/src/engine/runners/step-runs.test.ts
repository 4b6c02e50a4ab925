import { expect, test } from 'vitest'
import { StepRuns } from './step-runs.ts'

/** Runs whose work ends when the test ends it. */
function buildRuns() {
  const begun: { step: string; end: PromiseWithResolvers<void> }[] = []
  const errors: unknown[] = []
  const runs = new StepRuns<string>(
    (step) => {
      const end = Promise.withResolvers<void>()
      begun.push({ step, end })
      return end.promise
    },
    (error) => errors.push(error),
  )
  return { runs, begun, errors, steps: () => begun.map(({ step }) => step) }
}

test('step runs: a step runs once at a time, steps beside each other', async () => {
  const { runs, begun, steps } = buildRuns()
  const all = [runs.run('a', 'a'), runs.run('b', 'b')]
  expect([steps(), runs.stateOf('a'), runs.stateOf('c')]).toEqual([['a', 'b'], 'running', 'idle'])
  for (const { end } of begun) end.resolve()
  await Promise.all(all)
  expect(runs.stateOf('a')).toBe('idle')
})

test('step runs: however often it is asked for meanwhile, a step is looked at once more', async () => {
  const { runs, begun, steps } = buildRuns()
  const asked = [runs.run('a', 'a'), runs.run('a', 'a'), runs.run('a', 'a')]
  expect([steps(), runs.stateOf('a')]).toEqual([['a'], 'askedAgain'])
  begun[0]!.end.resolve()
  await expect.poll(steps).toEqual(['a', 'a'])
  expect(runs.stateOf('a')).toBe('running')
  begun[1]!.end.resolve()
  await Promise.all(asked)
  expect([steps(), runs.stateOf('a')]).toEqual([['a', 'a'], 'idle'])
})

test('step runs: a failure is told to everybody who asked, and the next one who asks begins anew', async () => {
  const { runs, begun, errors, steps } = buildRuns()
  const asked = [runs.run('a', 'a'), runs.run('a', 'a')]
  begun[0]!.end.reject(new Error('the database is away'))
  for (const each of asked) await expect(each).rejects.toThrow('the database is away')
  expect([errors.length, runs.stateOf('a')]).toEqual([1, 'idle'])
  const again = runs.run('a', 'a')
  expect(steps()).toEqual(['a', 'a'])
  begun[1]!.end.resolve()
  await again
})

test('step runs: a stop waits for what is under way, looks no more and takes nobody new', async () => {
  const { runs, begun, steps } = buildRuns()
  const run = runs.run('a', 'a')
  void runs.run('a', 'a')
  let isStopped = false
  const stopped = runs.stop().then(() => (isStopped = true))
  await runs.run('b', 'b')
  expect([runs.stateOf('a'), steps(), isStopped, runs.isStopping]).toEqual(['stopping', ['a'], false, true])
  begun[0]!.end.resolve()
  await Promise.all([run, stopped])
  expect([runs.stateOf('a'), steps()]).toEqual(['idle', ['a']])
})

test('step runs: a second stop waits as the first does', async () => {
  const { runs, begun } = buildRuns()
  const run = runs.run('a', 'a')
  const stops = [runs.stop(), runs.stop()]
  begun[0]!.end.resolve()
  await Promise.all([run, ...stops])
  expect(runs.stateOf('a')).toBe('idle')
})
