import { startCalloutServer } from '../../server/test/callout-server.ts'
import { findPageFaults } from '../fixtures/find-page-faults.ts'
import { expect, test, unique } from '../fixtures/test.ts'
import { JourneyEditor } from '../pages/journey-editor.ts'
import { StepForms } from '../pages/step-forms.ts'

const people = ['customer001@example.com', 'customer002@example.com', 'customer003@example.com'] as const

test('a call hands a job over, and the callback decides how each person goes on', async ({ page, api, request }) => {
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
  await page.getByRole('option', { name: 'Callback address' }).click()
  await panel.getByRole('button', { name: 'Only when the callback says so' }).click()
  await panel.getByRole('group', { name: 'status' }).getByRole('textbox', { name: 'Value' }).fill('delivered')
  await panel.getByRole('button', { name: 'Keep a value' }).click()
  await panel.getByRole('textbox', { name: 'Name of the value' }).fill('parcel')
  await panel.getByRole('textbox', { name: 'Name in the callback' }).last().fill('parcel.number')
  await panel.getByRole('button', { name: 'Field for parcel' }).click()
  await page.getByRole('option', { name: /^Parcel/ }).click()
  expect(await findPageFaults(page)).toEqual([])
  await editor.closePanel()
  await editor.endEach('Gift', { Next: 'Delivered', Failed: 'Not delivered', 'No callback': 'Nothing heard' })
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
  await expect(page.getByText('The other system called back.')).toBeVisible()
  await expect(page.getByText('The callback says that it worked.')).toBeVisible()
  await expect(page.getByText('P-1').first()).toBeVisible()
  await page.goto(`/journeys/${journeyId}/participants`)
  await page.getByText(people[1]).first().click()
  await expect(page.getByText('The callback does not say that it worked.')).toBeVisible()
})

test('a system that always calls the same address names the job, and its callback finds the person', async ({
  page,
  api,
  request,
}) => {
  test.setTimeout(120_000)
  const ticketOf = (email: string) => `TK-${email}`
  await using desk = await startCalloutServer({
    answer: ({ body }) => ({ status: 201, body: { ticket: { id: ticketOf(JSON.parse(body).for) } } }),
  })
  await api.call('settings.update', { calloutAllow: [desk.allow] })
  const { id: connectionId } = await api.post<{ id: string }>('/connections', { name: 'Desk', baseUrl: desk.url })
  await api.post('/external-actions', {
    connectionId,
    name: 'Open a ticket',
    method: 'POST',
    path: '/tickets',
    body: { kind: 'json', template: '{"for":"{{for}}"}' },
    tokens: [{ name: 'for', type: 'email', required: true }],
    extract: [{ name: 'ticket', path: '$.ticket.id', type: 'text', ifMissing: 'fail' }],
  })
  const journeyId = await api.createJourney({
    name: unique('Ticket'),
    timeZone: 'Asia/Tokyo',
    fields: [{ key: 'email', type: 'email', required: true, label: 'E-mail' }],
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
  await editor.rename('Ticket')
  await forms.chooseAction('Open a ticket')
  await forms.mapToField('for', 'E-mail')
  await panel.getByRole('switch', { name: /Wait until the other system/ }).check()
  await panel.getByRole('radio', { name: 'Each call has its own address' }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(panel.getByRole('radio', { name: 'It always calls the same address' })).toBeChecked()
  await expect(panel.getByRole('link', { name: /No system sends events yet/ })).toBeVisible()

  const { endpoint, key } = await api.call<{ endpoint: { id: string }; key: string }>('events.create', {
    name: 'Ticket changed',
    topic: unique('ticket'),
  })
  const post = async (data: object): Promise<string> => {
    const headers = { authorization: `Bearer ${key}` }
    const answer = await request.post(`/api/v1/events/${endpoint.id}`, { data, headers })
    expect(answer.status()).toBe(202)
    return (await answer.json()).eventId
  }
  const sample = await post({ ticket: { number: 'TK-0', state: 'solved' } })
  await api.call('events.acceptSample', { id: endpoint.id, eventId: sample })
  await expect(page.getByRole('status').getByText(/^Draft saved/)).toBeVisible()
  await page.reload()
  await editor.select('Ticket')
  await panel.getByRole('combobox', { name: 'Incoming event that brings the callback' }).click()
  await page.getByRole('option', { name: 'Ticket changed' }).click()
  await panel.getByRole('combobox', { name: 'Value of the event that names the job' }).click()
  await page.getByRole('option', { name: /^ticket.number/ }).click()
  await expect(panel.getByRole('combobox', { name: 'Value of the reply that it equals' })).toHaveValue('ticket')
  await panel.getByRole('button', { name: 'Only when the callback says so' }).click()
  await panel.getByRole('group', { name: 'ticket.state' }).getByRole('textbox', { name: 'Value' }).fill('solved')
  expect(await findPageFaults(page)).toEqual([])
  await editor.closePanel()
  await editor.endEach('Ticket', { Next: 'Solved', Failed: 'Not solved', 'No callback': 'Nothing heard' })
  await editor.publish()
  await expect(page.getByText('Live v1')).toBeVisible()

  await api.enroll(
    journeyId,
    people.map((email) => ({ email })),
  )
  await expect.poll(() => desk.requests.length).toBe(people.length)
  await post({ ticket: { number: ticketOf(people[0]), state: 'solved' } })
  await post({ ticket: { number: 'TK-unknown', state: 'solved' } })

  await page.goto(`/journeys/${journeyId}/participants`)
  await page.getByText(people[0]).first().click()
  await expect(page.getByText('The callback says that it worked.')).toBeVisible()
  await page.goto(`/events/${endpoint.id}`)
  await expect(page.getByText(/Brings callbacks for calls of/)).toBeVisible()
  await page
    .getByRole('row', { name: /Reached nobody/ })
    .first()
    .click()
  await expect(page.getByText(/Nobody waits for a callback for "TK-unknown"/)).toBeVisible()
})
