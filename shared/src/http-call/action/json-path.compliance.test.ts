import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { firstMatch, parseJsonPath } from './json-path.ts'

type Case = {
  name: string
  selector: string
  document?: unknown
  /** One exact order, or several allowed orders where the RFC leaves the order open. */
  result?: unknown[]
  results?: unknown[][]
  invalid_selector?: true
}

const suite = new URL('./fixtures/jsonpath-compliance-test-suite/cts.json', import.meta.url)
const { tests: cases } = JSON.parse(readFileSync(suite, 'utf8')) as { tests: Case[] }

test('RFC 9535: all 703 cases of the public compliance suite pass, none excepted', () => {
  const faults = cases.map((testCase) => ({ testCase, fault: faultIn(testCase) })).filter(({ fault }) => fault !== null)
  expect(faults.map(({ testCase, fault }) => `${testCase.name}: ${testCase.selector} ${fault}`)).toEqual([])
  expect(cases).toHaveLength(703)
})

/** The fault of our result; null when it is correct. */
function faultIn({ selector, document, result, results, invalid_selector: isInvalid }: Case): string | null {
  const query = parseJsonPath(selector)
  if (isInvalid) return query.ok ? 'was taken, but is no JSONPath' : null
  if (!query.ok) return `was refused: ${query.error}`
  const answers = (results ?? [result ?? []]).map((values) => JSON.stringify(values))
  // An extraction takes the first match. It also sets how much the next evaluation may cost.
  const first = firstMatch(query.value, document)
  if (!first.ok) return 'was too costly'
  const values = query.value.query(document as never).values()
  if (!answers.includes(JSON.stringify(values))) return `gave ${JSON.stringify(values)}`
  return JSON.stringify(first.value) === JSON.stringify(values[0]) ? null : `took ${JSON.stringify(first.value)}`
}
