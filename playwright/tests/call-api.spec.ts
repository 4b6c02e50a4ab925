import type { Page } from '@playwright/test'
import type { Api } from '../fixtures/api.ts'
import { expect, test, unique } from '../fixtures/test.ts'
import { JourneyEditor } from '../pages/journey-editor.ts'

type Field = { from: string; field?: string; value?: string }

/** Two calls of the echo; the second sends an output of the first. One of three participants has no score. */
async function callTwice(api: Api): Promise<{ journeyId: string; actionId: string }> {
  const connection = await api.post<{ id: string }>('/connections', { connector: 'demo', name: 'Echo' })
  const action = (name: string) =>
    api.post<{ id: string }>('/external-actions', {
      connectionId: connection.id,
      name,
      method: 'POST',
      path: '/echo',
      body: { kind: 'json', template: '{"text":"{{text}}","score":{{score}}}' },
      tokens: [
        { name: 'text', type: 'text', required: true },
        { name: 'score', type: 'number', required: true },
      ],
      extract: [{ name: 'said', path: '$.body.text', type: 'text' }],
    })
  const [first, second] = [await action('Ask'), await action('Answer')]
  const call = (id: string, name: string, externalActionId: string, text: Field) => ({
    id,
    kind: 'callApi',
    name,
    position: { x: 0, y: id === 'ask' ? 144 : 288 },
    config: { externalActionId, tokens: { text, score: { from: 'field', field: 'score' } }, onError: 'continue' },
  })
  const journeyId = await api.createJourney({
    name: unique('Two calls'),
    timeZone: 'Asia/Tokyo',
    fields: [
      { key: 'email', type: 'email', required: true, label: 'E-mail' },
      { key: 'score', type: 'number', label: 'Score' },
    ],
    uniqueBy: ['email'],
    reentry: 'never',
    nodes: [
      { id: 'entry', kind: 'entry', position: { x: 0, y: 0 }, config: {} },
      call('ask', 'Ask them', first.id, { from: 'field', field: 'email' }),
      call('answer', 'Answer them', second.id, { from: 'template', value: 'Said: {{ nodes.ask.said }}' }),
      { id: 'done', kind: 'exit', name: 'Done', position: { x: 0, y: 432 }, config: { reason: 'completed' } },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'ask' },
      { source: 'ask', outlet: 'next', target: 'answer' },
      { source: 'answer', outlet: 'next', target: 'done' },
    ],
  })
  await api.publish(journeyId)
  await api.enroll(journeyId, [
    { email: 'customer001@example.com', score: 9 },
    { email: 'customer002@example.com', score: 3 },
    { email: 'customer003@example.com' },
  ])
  return { journeyId, actionId: first.id }
}

test('a later step is tried with the reply that was kept of an earlier one, and its request copied as a command', async ({
  page,
  api,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { journeyId } = await callTwice(api)
  const editor = new JourneyEditor(page)
  await editor.open(journeyId)
  const { panel } = editor

  await editor.select('Ask them')
  await expect(panel.getByText('1 of 3 participants has no value: no call is made for them.')).toBeVisible()
  await panel.getByRole('tab', { name: 'Test' }).click()
  await panel.getByText('Values by hand').click()
  await panel.getByRole('textbox', { name: 'E-mail' }).fill('customer900@example.com')
  await panel.getByRole('textbox', { name: 'Score' }).fill('7')
  await panel.getByRole('button', { name: 'Test API' }).click()
  await panel.getByRole('button', { name: 'Keep as the sample' }).click()
  await expect(panel.getByRole('button', { name: 'Kept as the sample' })).toBeDisabled()

  await editor.select('Answer them')
  await panel.getByRole('tab', { name: 'Test' }).click()
  await panel.getByText('Values by hand').click()
  await panel.getByRole('textbox', { name: 'Score' }).fill('7')
  await panel.getByRole('button', { name: 'Preview' }).click()
  await expect(panel.getByText('1 sample value stands in for a step before')).toBeVisible()
  await expect(panel.getByRole('listitem').filter({ hasText: 'Ask them' })).toContainText('customer900@example.com')
  await expect(panel.getByRole('figure', { name: 'Request' })).toContainText('Said: customer900@example.com')

  await panel.getByRole('button', { name: 'Copy as cURL' }).click()
  const command = await page.evaluate(() => navigator.clipboard.readText())
  expect(command).toMatch(/^curl -X POST 'http:\/\/.*\/demo\/echo' \\\n/)
  expect(command).toContain(`--data-raw '{"text":"Said: customer900@example.com","score":7}'`)
})

test('a saved action goes live in the journeys that are chosen, after a look at each', async ({ page, api }) => {
  const { journeyId, actionId } = await callTwice(api)
  await page.goto(`/external-actions/${actionId}`)
  await page.getByRole('textbox', { name: 'Give up after' }).fill('7')
  await page.getByRole('button', { name: 'Save', exact: true }).click()

  const sheet = page.getByRole('dialog', { name: 'Update the journeys that use “Ask”' })
  await expect(sheet.getByText('version 1 → 2')).toBeVisible()
  await expect(sheet.getByRole('listitem').filter({ hasText: '"Ask them"' }).last()).toBeVisible()
  await expect(sheet.getByRole('button', { name: 'Publish' })).toBeDisabled()
  await sheet.getByRole('checkbox').check()
  await sheet.getByRole('button', { name: 'Publish 1 journey' }).click()
  await expect(sheet.getByText('Live as version 2')).toBeVisible()
  await sheet.getByRole('button', { name: 'Close', exact: true }).last().click()
  await expect(page.getByText('(live with version 2)')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Update the/ })).toHaveCount(0)
  expect(await api.get(`/journeys/${journeyId}`)).toMatchObject({ publishedVersion: 2 })
})

test('a draft that somebody changes meanwhile is looked at anew before it goes live with an action', async ({
  page,
  api,
}) => {
  const { journeyId, actionId } = await callTwice(api)
  await page.goto(`/external-actions/${actionId}`)
  await page.getByRole('textbox', { name: 'Give up after' }).fill('7')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const sheet = page.getByRole('dialog', { name: 'Update the journeys that use “Ask”' })
  await sheet.getByRole('button', { name: 'Not now' }).click()

  // With the button of the list, which disappears once every journey is updated.
  await page.getByRole('button', { name: 'Update the journey that uses it' }).click()
  await expect(sheet.getByRole('listitem').filter({ hasText: '"Ask them"' }).last()).toBeVisible()
  await api.editDraft(journeyId, [{ op: 'renameNode', nodeId: 'done', name: 'All done' }])
  await sheet.getByRole('checkbox').check()
  await sheet.getByRole('button', { name: 'Publish 1 journey' }).click()
  await expect(sheet.getByRole('alert')).toContainText('The draft was changed while you looked')
  expect(await api.get(`/journeys/${journeyId}`)).toMatchObject({ publishedVersion: 1 })

  await sheet.getByRole('checkbox').check()
  await sheet.getByRole('button', { name: 'Publish 1 journey' }).click()
  await expect(sheet.getByText('Live as version 2')).toBeVisible()
  await expect(page.getByText('(live with version 2)')).toBeVisible()
  await expect(sheet.getByText('Live as version 2')).toBeVisible()
})

test('every number of the callouts leads to its calls, and they are handed out as CSV', async ({ page, api }) => {
  const { journeyId } = await callTwice(api)
  await expect
    .poll(async () => {
      const { nodes } = await api.get<{ nodes: { nodeId: string; entered: number }[] }>(
        `/journeys/${journeyId}/analytics`,
      )
      return nodes.find(({ nodeId }) => nodeId === 'done')?.entered
    })
    .toBe(3)
  await page.goto(`/journeys/${journeyId}/nodes/ask/callouts`)
  const attempts = page.getByRole('list', { name: 'Attempts' }).getByRole('listitem')
  await expect(attempts).toHaveCount(3)

  await page.getByRole('button', { name: '200 OK' }).click()
  await expect(attempts).toHaveCount(2)
  await page.getByRole('button', { name: 'Remove the filter “Status 200”' }).click()

  const missing = page.getByRole('region', { name: 'Values that were missing' })
  await expect(missing).toContainText('1 person had no score')
  await missing.getByRole('button', { name: 'See them' }).click()
  await expect(attempts).toHaveCount(1)
  await expect(attempts).toContainText('customer003@example.com')

  const text = await downloadCsv(page, 'Results alone')
  expect(text.trimEnd().split('\r\n')).toHaveLength(2)
  expect(text).toContain('customer003@example.com,mappingError')

  await page.getByRole('button', { name: 'Remove the filter “No value for score”' }).click()
  await expect(attempts).toHaveCount(3)
  const whole = await downloadCsv(page, 'With what was sent and what came back')
  expect(whole).toContain('customer001@example.com,succeeded')
  expect(whole).toMatch(/"{""/)
})

async function downloadCsv(page: Page, choice: string): Promise<string> {
  await page.getByRole('button', { name: 'Download CSV' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: choice }).click()
  const stream = await (await download).createReadStream()
  return (await stream.toArray()).join('')
}

test('every kind of body is written in the editor, and the request shows how a value arrives in it', async ({
  page,
  api,
}) => {
  await api.post('/connections', { connector: 'demo', name: 'Echo' })
  await page.goto('/external-actions/new')
  await page.getByRole('textbox', { name: 'Name', exact: true }).first().fill('Leave a note')
  await page.getByRole('combobox', { name: 'Connection' }).click()
  await page.getByRole('option', { name: 'Echo' }).click()
  await page.getByRole('textbox', { name: 'Path' }).fill('/echo')
  const kind = page.getByRole('radiogroup', { name: 'Body' })
  const request = page.getByRole('figure', { name: 'Request, as it will be sent' })

  await kind.getByText('Form', { exact: true }).click()
  await page.getByRole('button', { name: 'Field', exact: true }).click()
  const fields = page.getByRole('group', { name: 'Fields' })
  await fields.getByRole('textbox', { name: 'Name' }).fill('note')
  await fields.getByRole('textbox', { name: 'Value of note' }).fill('{{text}}')
  await page.getByRole('button', { name: 'Add the value text' }).click()
  await expect(page.getByText('Enter a value for text above to see the request.')).toBeVisible()
  await page.getByRole('region', { name: 'Test' }).getByRole('textbox', { name: 'text' }).fill('<a> & b')
  await expect(request).toContainText('application/x-www-form-urlencoded')
  await expect(request).toContainText(/note=%3Ca%3E(%20|\+)%26(%20|\+)b/)

  await kind.getByText('Multipart', { exact: true }).click()
  await expect(request).toContainText('multipart/form-data; boundary=')
  await expect(request).toContainText('name="note"')

  await kind.getByText('XML', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Body, XML' }).fill('<note>{{text}}</note>')
  await expect(request).toContainText('<note>&lt;a&gt; &amp; b</note>')

  await kind.getByText('Text', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Body, Text' }).fill('Note: {{text}}')
  await expect(request).toContainText('Note: <a> & b')

  await page.getByRole('button', { name: 'Send test call' }).click()
  await expect(page.getByRole('figure', { name: 'Reply' })).toContainText('Note: <a> & b')
})
