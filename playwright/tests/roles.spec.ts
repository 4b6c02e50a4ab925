import { randomUUID } from 'node:crypto'
import { waitingJourney } from '../fixtures/journeys.ts'
import { PageWatch } from '../fixtures/page-watch.ts'
import { expect, test, unique } from '../fixtures/test.ts'
import { JourneyEditor } from '../pages/journey-editor.ts'

test.describe('Somebody who may only read', () => {
  test('joins by a link, sees a journey, and is told who may publish it', async ({ api, browser, baseURL }) => {
    const journeyId = await api.createJourney(waitingJourney(unique('Looked at'), { amount: 1, unit: 'days' }))
    const link = await api.invite(`viewer-${randomUUID()}@example.com`, 'viewer')
    await using context = await browser.newContext({ storageState: { cookies: [], origins: [] } })
    const watch = new PageWatch(context, baseURL ?? '')
    const page = await context.newPage()

    await page.goto(link)
    await page.getByLabel('Your name').fill('Vera')
    await page.getByLabel('Password', { exact: true }).fill('looking is not touching')
    await page.getByRole('button', { name: 'Join' }).click()
    await expect(page.getByRole('heading', { name: 'Journeys' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'New journey' })).toBeHidden()

    const editor = new JourneyEditor(page)
    await page.goto(`${baseURL}/journeys/${journeyId}`)
    await expect(editor.card('Time to think')).toBeVisible()
    await expect(page.getByRole('navigation', { name: 'Steps' })).toBeHidden()
    await editor.select('Time to think')
    await expect(editor.panel.getByLabel('How long')).toBeDisabled()
    const sheet = await editor.openPublishSheet()
    await expect(sheet.getByText('Only an admin can publish.')).toBeVisible()
    await expect(sheet.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled()

    expect(watch.faults).toEqual([])

    // The server also refuses a request that bypasses the UI.
    const response = await context.request.post(`${baseURL}/api/trpc/journeys.publish`, { data: { journeyId } })
    expect(response.status()).toBe(403)
    expect(await response.text()).toMatch(/admin/i)
  })
})

test('a journey of another workspace is not there', async ({ api, page }) => {
  const journeyId = await api.createJourney(waitingJourney(unique('Theirs'), { amount: 1, unit: 'days' }))
  await api.openWorkspace(unique('Workspace'))
  for (const address of [`/journeys/${journeyId}`, `/journeys/${journeyId}/participants`, '/journeys/no-such-id']) {
    await page.goto(address)
    await expect(page.getByText('There is nothing at this address')).toBeVisible()
  }
})
