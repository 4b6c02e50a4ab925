import { readFile } from 'node:fs/promises'
import { waitingJourney } from '../fixtures/journeys.ts'
import { expect, test, unique } from '../fixtures/test.ts'

test('of 1,000 rows 3 are refused with reasons before and after people are let in, and handed back as a file', async ({
  page,
  api,
}) => {
  const rows = Array.from({ length: 1000 }, (_, index) => `person${index}@example.com,${index % 11}`)
  rows[99] = 'not an address,4'
  rows[499] = 'person499@example.com,ten'
  rows[899] = 'person7@example.com,3'
  const journeyId = await api.createJourney(waitingJourney(unique('Import'), { amount: 1, unit: 'days' }))

  await page.goto(`/journeys/${journeyId}/import`)
  await page.getByLabel('Drop a CSV file here').setInputFiles({
    name: 'answers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['email,score', ...rows, ''].join('\n')),
  })
  await expect(page.getByRole('heading', { name: 'Which column goes into which field?' })).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'email: Field' })).toHaveValue('E-mail')
  await expect(page.getByRole('combobox', { name: 'score: Field' })).toHaveValue('Score')
  await page.getByRole('button', { name: 'Check the file' }).click()

  const refusals = page.getByRole('region', { name: 'Why rows are refused' })
  await expect(refusals.getByText('Line 101')).toBeVisible()
  await expect(refusals.getByText('Line 501')).toBeVisible()
  await expect(refusals.getByText('Line 901')).toBeVisible()
  await expect(page.getByText('997', { exact: true })).toBeVisible()

  await page.getByRole('button', { name: 'Let 997 people in' }).click()
  await expect(page.getByRole('region', { name: '997 people come in once the journey is published' })).toBeVisible({
    timeout: 30_000,
  })
  const waitForFile = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download the refused rows' }).click()
  const file = await readFile(await (await waitForFile).path(), 'utf8')
  expect(file.trim().split('\n')).toHaveLength(4)
  expect(file).toContain('not an address')
  expect(file).toContain('901')

  await page.getByRole('link', { name: 'See the participants' }).click()
  await expect(
    page.getByText('person999@example.com').or(page.getByText('person998@example.com')).first(),
  ).toBeVisible()
})
