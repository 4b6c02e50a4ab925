import { findPageFaults } from '../fixtures/find-page-faults.ts'
import { waitingJourney } from '../fixtures/journeys.ts'
import { expect, test, unique } from '../fixtures/test.ts'

test('an admin names an event, sees a real one arrive, and people enter a journey by the next', async ({
  page,
  api,
  request,
}) => {
  const journeyName = unique('Orders')
  const journeyId = await api.createJourney(waitingJourney(journeyName, { amount: 1, unit: 'days' }))
  await api.publish(journeyId)

  await page.goto('/connections')
  await page.getByRole('link', { name: 'Incoming events' }).click()
  await page.getByRole('link', { name: 'Receive events' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Order paid')
  await expect(page.getByRole('textbox', { name: 'Topic' })).toHaveValue('order.paid')
  await page.getByRole('textbox', { name: 'Topic' }).press('Enter')

  await expect(page.getByText('Listening…')).toBeVisible()
  const url = await page.getByRole('group', { name: 'Address' }).innerText()
  const key = await page.getByRole('group', { name: 'Key' }).innerText()
  const send = (data: object) => request.post(url.trim(), { data, headers: { 'X-API-TOKEN': key.trim() } })
  const order = (email: string, score: number) => ({ customer: { email }, nps: { score }, paid: true })
  expect((await send(order('customer001@example.com', 9))).status()).toBe(202)

  await expect(page.getByText('An event arrived')).toBeVisible()
  await expect(page.getByRole('row', { name: /customer\.email/ })).toContainText('customer001@example.com')
  expect(await findPageFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Done: use these values' }).click()

  // The match fields are suggested from the names of the values, once the journey is chosen.
  await page.getByRole('combobox', { name: 'Journey' }).click()
  await page.getByRole('option', { name: journeyName }).click()
  await expect(page.getByRole('combobox', { name: 'Field for customer.email' })).toHaveValue(/E-mail/)
  await expect(page.getByRole('combobox', { name: 'Field for nps.score' })).toHaveValue(/Score/)
  await page.getByRole('switch', { name: /Let unknown people enter/ }).click({ force: true })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved. It holds for every event from now on.')).toBeVisible()

  // The sample itself matched nobody, because the endpoint was not set up yet. A replay now matches.
  await page.getByRole('button', { name: 'Replay 1 kept event' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Replay' }).click()
  const received = page.getByRole('table', { name: 'Received' })
  await expect(received.getByText('let 1 person in')).toBeVisible()
  expect((await send(order('not an address', 3))).status()).toBe(202)
  await expect(received.getByText('refused 1 person')).toBeVisible()

  await received.getByRole('row').filter({ hasText: 'refused' }).getByRole('button').click()
  const sheet = page.getByRole('dialog', { name: 'Received event' })
  await expect(sheet.getByRole('listitem')).toContainText('not an address')
  await expect(sheet.getByText('"paid": true')).toBeVisible()
  expect(await findPageFaults(page)).toEqual([])
  await page.keyboard.press('Escape')

  await page.goto(`/journeys/${journeyId}/participants`)
  await expect(page.getByText('customer001@example.com')).toBeVisible()
})
