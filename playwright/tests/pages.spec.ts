import type { Api } from '../fixtures/api.ts'
import { findPageFaults } from '../fixtures/find-page-faults.ts'
import { expect, test } from '../fixtures/test.ts'
import { JourneyEditor } from '../pages/journey-editor.ts'

// Checks every main page, with data, in light and dark mode. Faults that no page may have (requests to other servers,
// console errors, CSP violations) fail every test, including these.

test('no page has a serious fault for people who use assistive technology, in light and in dark', async ({
  page,
  api,
  watch,
}) => {
  test.setTimeout(180_000)
  const pages = await fill(api)
  const faults: string[] = []
  for (const { address, ready, open } of pages) {
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto(address)
    await expect(page.getByText(ready).first()).toBeVisible()
    await open?.(new JourneyEditor(page))
    faults.push(...(await findPageFaults(page)))
    // The structure is the same in dark mode; only colours can fail here.
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
    faults.push(...(await findPageFaults(page, ['color-contrast'])))
  }
  expect(faults).toEqual([])
  expect(watch.visited.size).toBeGreaterThanOrEqual(new Set(pages.map(({ address }) => address)).size)
})

/** The sample journey, published and run, so that no page is empty. */
async function fill(api: Api): Promise<Visit[]> {
  const { id } = await api.createSample()
  await api.publish(id)
  const [connection] = (await api.get<Page>('/connections')).items
  const [action] = (await api.get<Page>('/external-actions')).items
  await expect
    .poll(async () => (await api.get<Page>(`/callouts?journeyId=${id}&limit=1`)).items.length, { timeout: 30_000 })
    .toBe(1)
  const [person] = (await api.get<{ items: { participantId: string }[] }>(`/journeys/${id}/participants?limit=1`)).items
  return [
    { address: '/journeys', ready: 'Sample: NPS answer to your systems' },
    { address: `/journeys/${id}`, ready: 'Post the answer' },
    {
      address: `/journeys/${id}`,
      ready: 'Post the answer',
      open: async (editor) => {
        await editor.select('Post the answer')
      },
    },
    { address: `/journeys/${id}/participants`, ready: /customer\d+@example\.com/ },
    { address: `/journeys/${id}/participants/${person?.participantId}`, ready: 'Came into the journey.' },
    { address: `/journeys/${id}/nodes/post/callouts`, ready: 'Calls over time' },
    { address: `/journeys/${id}/import`, ready: 'Drop a CSV file here' },
    { address: '/people', ready: 'Sample: NPS answer to your systems' },
    { address: '/ctas', ready: 'CTAs' },
    { address: '/connections', ready: 'Demo echo' },
    { address: `/connections/${connection?.id}`, ready: 'Demo echo' },
    { address: `/external-actions/${action?.id}`, ready: 'Post an answer' },
    { address: '/activity', ready: /published version 1/ },
    { address: '/activity/callouts', ready: /customer\d+@example\.com/ },
    { address: '/activity/mails', ready: 'Mails' },
    { address: '/settings', ready: 'Time zone' },
    { address: '/settings/members', ready: 'Invite somebody' },
    { address: '/settings/api-keys', ready: 'Create a key' },
    { address: '/settings/mail', ready: 'Address of the sender' },
    { address: '/settings/callouts', ready: 'Addresses callouts may reach' },
    { address: '/settings/background', ready: 'Inbound events' },
    { address: '/settings/you', ready: 'Change the password' },
  ]
}

type Page = { items: { id: string }[] }
type Visit = { address: string; ready: string | RegExp; open?: (editor: JourneyEditor) => Promise<void> }
