import { people, waitingJourney } from '../fixtures/journeys.ts'
import { expect, test, unique } from '../fixtures/test.ts'
import { JourneyEditor } from '../pages/journey-editor.ts'

test('shortening a wait with people in it says how many it moves, and they move on', async ({ page, api }) => {
  const journeyId = await api.createJourney(waitingJourney(unique('Live'), { amount: 3, unit: 'days' }))
  await api.enroll(journeyId, people(120))
  await api.publish(journeyId)
  const editor = new JourneyEditor(page)
  await editor.open(journeyId)
  await expect(editor.card('Time to think').getByText('120 waiting')).toBeVisible()

  await editor.select('Time to think')
  await editor.panel.getByLabel('How long').fill('1')
  await editor.panel.getByRole('combobox', { name: 'Unit' }).click()
  await page.getByRole('option', { name: 'seconds' }).click()
  await expect(editor.card('Time to think').getByText('Wait 1 second', { exact: true })).toBeVisible()

  const sheet = await editor.openPublishSheet()
  const row = sheet.getByRole('row', { name: /“?"?Time to think"?”? waits for less time/ })
  await expect(row.getByRole('cell', { name: '120', exact: true })).toBeVisible()
  await expect(row.getByRole('combobox')).toHaveValue('New time')
  const publish = sheet.getByRole('button', { name: 'Publish', exact: true })
  await expect(publish).toBeDisabled()
  await sheet.getByRole('checkbox').check()
  await publish.click()
  await expect(page.getByText('Version 2 is live.')).toBeVisible()

  await expect(editor.card('Done').getByText('120 in')).toBeVisible({ timeout: 30_000 })
  await expect(editor.card('Time to think').getByText(/waiting/)).toBeHidden()
})
