import { expect, test, unique } from '../fixtures/test.ts'
import { createEchoAction, waitingJourney } from '../fixtures/journeys.ts'
import { JourneyEditor } from '../pages/journey-editor.ts'

test('whom a journey tells of trouble is saved at once, and a wrong address is refused where it stands', async ({
  page,
  api,
}) => {
  const journeyId = await api.createJourney(waitingJourney(unique('Alerts'), { amount: 1, unit: 'days' }))
  const editor = new JourneyEditor(page)
  const open = async () => {
    await editor.open(journeyId)
    await page.getByRole('button', { name: 'Journey settings' }).click()
  }
  await open()
  const emails = page.getByRole('combobox', { name: 'Mail addresses' })
  const save = page.getByRole('button', { name: 'Save', exact: true })
  await expect(save).toBeDisabled()
  await emails.fill('nobody at all,')
  await emails.press('Enter')
  await save.click()
  await expect(emails).toHaveAccessibleDescription(/./)

  for (let tag = 0; tag < 3; tag++) await emails.press('Backspace')
  await emails.fill('lead@example.com')
  await emails.press('Enter')
  await page.getByRole('checkbox', { name: 'When many calls fail' }).check()
  await page.getByRole('textbox', { name: 'Tell when this share of an hour’s calls fails' }).fill('35')
  await save.click()
  await expect(page.getByText('The alerts are saved.')).toBeVisible()

  await open()
  await expect(page.getByText('lead@example.com')).toBeVisible()
  await expect(page.getByRole('textbox', { name: /^Tell when this share/ })).toHaveValue('35 %')
})

test('parked people are seen by what went wrong, and taken out after a question', async ({ page, api }) => {
  const externalActionId = await createEchoAction(api)
  const tokens = { to: { from: 'field', field: 'backup' } }
  const name = unique('Parked')
  const journeyId = await api.createJourney({
    name,
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'backup', type: 'email' },
    ],
    uniqueBy: ['email'],
    nodes: [
      { id: 'entry', kind: 'entry', position: { x: 0, y: 0 }, config: {} },
      { id: 'call', kind: 'callApi', name: 'Call', position: { x: 0, y: 144 }, config: { externalActionId, tokens } },
      { id: 'done', kind: 'exit', position: { x: 0, y: 288 }, config: { reason: 'completed' } },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'call' },
      { source: 'call', outlet: 'next', target: 'done' },
    ],
  })
  await api.publish(journeyId)
  await api.enroll(journeyId, [
    { email: 'customer001@example.com', backup: 'backup001@example.com' },
    { email: 'customer002@example.com' },
    { email: 'customer003@example.com' },
  ])
  const parked = async () =>
    (await api.get<{ items: unknown[] }>(`/journeys/${journeyId}/participants?status=parked`)).items
  await expect.poll(async () => (await parked()).length).toBe(2)

  await page.goto('/journeys')
  await page.getByRole('row').filter({ hasText: name }).getByRole('link', { name: '2 parked' }).click()
  await expect(page).toHaveURL(new RegExp(`/journeys/${journeyId}/participants`))
  await expect(page.getByRole('link', { name: 'customer002@example.com' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'customer001@example.com' })).toBeHidden()

  await page.goto(`/journeys/${journeyId}`)
  await page.getByRole('link', { name: '2 parked' }).click()
  const bar = page.getByRole('region', { name: 'Parked people' })
  await expect(bar.getByText('2 people are parked here until somebody decides.')).toBeVisible()
  const cause = bar.getByRole('list', { name: 'What went wrong, by step' }).getByRole('button')
  await expect(cause).toHaveCount(1)
  await cause.click()
  await expect(cause).toHaveAttribute('aria-pressed', 'true')

  await bar.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Take out of the journey' }).click()
  const question = page.getByRole('dialog', { name: 'Take 2 people out of the journey?' })
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(async () => (await parked()).length).toBe(2)
  await bar.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Take out of the journey' }).click()
  await question.getByRole('button').last().click()
  await expect(bar).toBeHidden()
  expect(await parked()).toEqual([])
})
