import { expect, test } from 'vitest'
import { countPlaywright, countVitest } from './count-results.ts'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
})

test('unit tests are summed over the files', () => {
  expect(
    countVitest({ testResults: [file('passed', 'passed', 'skipped'), file('failed', 'failed', 'passed', 'todo')] }),
  ).toEqual({
    passed: 2,
    failed: 1,
    skipped: 2,
  })
})

test('a file that does not load counts as one failure', () => {
  expect(countVitest({ testResults: [file('failed'), file('failed', 'passed')] })).toEqual({
    passed: 1,
    failed: 2,
    skipped: 0,
  })
})

test('a browser test that passed only at the second try counts as failed', () => {
  expect(countPlaywright({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] })).toEqual({
    passed: 3,
    failed: 3,
    skipped: 2,
  })
})

test('a run that wrote no report counts nothing: its exit code tells', () => {
  expect(countVitest(undefined)).toEqual({ passed: 0, failed: 0, skipped: 0 })
  expect(countPlaywright(undefined)).toEqual({ passed: 0, failed: 0, skipped: 0 })
})
