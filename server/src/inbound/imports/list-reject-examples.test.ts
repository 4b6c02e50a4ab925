import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { importJob } from './run/import-job.ts'
import { runJob } from '../../../test/run-job.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

const csv = [
  'email,score',
  'a@example.com,high',
  'b@example.com,9',
  'not an address,low',
  'c@example.com,none',
  'b@example.com,1',
].join('\n')

async function checkedImport(): Promise<string> {
  const { id } = await createJourney(app.ctx(), {
    name: 'Examples',
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'score', type: 'number' },
    ],
  })
  const response = await app.request(`/api/v1/bulk/journeys/${id}/participants?dryRun=true`, {
    method: 'POST',
    key: await app.apiKey('editor'),
    headers: { 'content-type': 'text/csv' },
    body: csv,
  })
  const { importId } = (await response.json()) as { importId: string }
  await runJob(app.deps, importJob, { importId })
  return importId
}

it('reject examples: the first rows of each reason are listed, the most frequent reason first', async () => {
  const importId = await checkedImport()
  const reasons = await app.caller('viewer').imports.rejectExamples({ importId })
  expect(reasons.map(({ code, rows, examples }) => [code, rows, examples.map(({ line }) => line)])).toEqual([
    ['field.number', 3, [2, 4, 5]],
    ['field.email', 1, [4]],
    ['csv.duplicateInFile', 1, [6]],
  ])
  expect(reasons[0]?.examples[0]).toEqual({
    line: 2,
    cells: ['a@example.com', 'high'],
    message: expect.stringMatching(/"score" must be a number.*"high"/),
  })
})

it("another workspace's import is not there", async () => {
  const importId = await checkedImport()
  await using other = await createTestApp({ queue: false })
  await expect(other.caller('viewer').imports.rejectExamples({ importId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
