import { startCalloutServer } from '../../server/test/callout-server.ts'
import { findFaults } from '../fixtures/find-faults.ts'
import { expect, test, unique } from '../fixtures/test.ts'
import { JourneyEditor } from '../pages/journey-editor.ts'
import { StepForms } from '../pages/step-forms.ts'

const people = ['customer001@example.com', 'customer002@example.com', 'customer003@example.com'] as const

test('a call hands a job over, and the report on it decides how each person goes on', async ({
  page,
  api,
  request,
}) => {
  test.setTimeout(120_000)
  await using shop = await startCalloutServer({ answer: () => ({ status: 202, body: { taken: true } }) })
  await api.call('settings.update', { calloutAllow: [shop.allow] })
  const { id: connectionId } = await api.post<{ id: string }>('/connections', { name: 'Shop', baseUrl: shop.url })
  await api.post('/external-actions', {
    connectionId,
    name: 'Send a gift',
    method: 'POST',
    path: '/gifts',
    body: { kind: 'json', template: '{"to":"{{to}}","tellUs":"{{tellUs}}"}' },
    tokens: [
      { name: 'to', type: 'email', required: true },
      { name: 'tellUs', type: 'url', required: true },
    ],
  })
  const journeyId = await api.createJourney({
    name: unique('Gift'),
    timeZone: 'Asia/Tokyo',
    fields: [
      { key: 'email', type: 'email', required: true, label: 'E-mail' },
      { key: 'parcel', type: 'text', label: 'Parcel' },
    ],
    uniqueBy: ['email'],
    reentry: 'never',
    nodes: [{ id: 'entry', kind: 'entry', position: { x: 0, y: 0 }, config: {} }],
    edges: [],
  })

  const editor = new JourneyEditor(page)
  const forms = new StepForms(page, editor.panel)
  const { panel } = editor
  await editor.open(journeyId)
  await editor.addAfter('Entry', 'Next', 'Call API')
  await editor.rename('Gift')
  await forms.chooseAction('Send a gift')
  await forms.mapToField('to', 'E-mail')
  await panel.getByRole('switch', { name: /Wait until the other system/ }).check()
  await panel.getByRole('combobox', { name: 'Where tellUs comes from' }).click()
  await page.getByRole('option', { name: 'Report address' }).click()
  await panel.getByRole('button', { name: 'Only when the report says so' }).click()
  await panel.getByRole('group', { name: 'status' }).getByRole('textbox', { name: 'Value' }).fill('delivered')
  await panel.getByRole('button', { name: 'Keep a value' }).click()
  await panel.getByRole('textbox', { name: 'Name of the value' }).fill('parcel')
  await panel.getByRole('textbox', { name: 'Name in the report' }).last().fill('parcel.number')
  await panel.getByRole('button', { name: 'Field for parcel' }).click()
  await page.getByRole('option', { name: /^Parcel/ }).click()
  expect(await findFaults(page)).toEqual([])
  await editor.closePanel()
  for (const [outlet, name] of [
    ['Next', 'Delivered'],
    ['Failed', 'Not delivered'],
    ['No report', 'Nothing heard'],
  ] as const) {
    await editor.addAfter('Gift', outlet, 'Exit')
    await editor.rename(name)
    await editor.closePanel()
  }
  await editor.publish()
  await expect(page.getByText('Live v1')).toBeVisible()

  await api.enroll(
    journeyId,
    people.map((email) => ({ email })),
  )
  await expect.poll(() => shop.requests.length).toBe(people.length)
  const addressFor = (email: string): string =>
    shop.requests.map(({ body }) => JSON.parse(body)).find(({ to }) => to === email).tellUs
  const delivered = { status: 'delivered', parcel: { number: 'P-1' } }
  expect((await request.post(addressFor(people[0]), { data: delivered })).status()).toBe(202)
  expect((await request.post(addressFor(people[1]), { data: { status: 'returned' } })).status()).toBe(202)

  await page.goto(`/journeys/${journeyId}/participants`)
  await page.getByText(people[0]).first().click()
  await expect(page.getByText('The other system reported on the call.')).toBeVisible()
  await expect(page.getByText('The report says that it worked.')).toBeVisible()
  await expect(page.getByText('P-1').first()).toBeVisible()
  await page.goto(`/journeys/${journeyId}/participants`)
  await page.getByText(people[1]).first().click()
  await expect(page.getByText('The report does not say that it worked.')).toBeVisible()
})
