import { afterAll, expect, test } from 'vitest'
import { startCalloutServer } from '../../../test/callout-server.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { startCallingJourney } from '../../../test/start-calling-journey.ts'
import { createTestApp } from '../../../test/test-app.ts'

const target = await startCalloutServer()
const app = await createTestApp({ env: { calloutAllow: [target.allow] } })
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})

test('a journey leaves out what somebody has no value for, and makes a new key for each person', async () => {
  const journey = await startCallingJourney(app, target, {
    action: {
      query: [{ name: 'starting_after', value: '{{cursor}}' }],
      headers: [{ name: 'X-Line-Retry-Key', value: '{{retryKey}}' }],
      body: { kind: 'json', template: '{"id":"{{id}}","phone":"{{phone}}","score":{{score}},"note":"{{note}}"}' },
      tokens: [
        { name: 'id', required: true },
        { name: 'cursor' },
        { name: 'phone' },
        { name: 'score', type: 'number' },
        { name: 'note', whenEmpty: 'sendEmpty' },
        { name: 'retryKey', generated: 'uuid' },
      ],
    },
  })
  await journey.enrol(3)
  await using _ = await runWorker(app.deps)
  await until('everybody went on', async () => (await journey.count('completed')) === 3)
  const sent = target.requests.toSorted((a, b) => a.body.localeCompare(b.body))
  expect(sent.map(({ body }) => body)).toEqual([0, 1, 2].map((index) => `{"id":"c${index}","note":""}`))
  expect(new Set(sent.map(({ path }) => path)).size).toBe(1)
  expect(sent[0]?.path).not.toContain('starting_after')
  expect(new Set(sent.map(({ headers }) => headers['x-line-retry-key'])).size).toBe(3)
})
