import { startCalloutServer } from '../../server/test/callout-server.ts'
import { findPageFaults } from '../fixtures/find-page-faults.ts'
import { expect, test, unique } from '../fixtures/test.ts'

test('a cURL command becomes a connection and an action that sends the same request, and leads on to journeys', async ({
  page,
  api,
}) => {
  await using server = await startCalloutServer()
  await api.call('settings.update', { calloutAllow: [server.allow] })
  const name = unique('Leave a note')

  await page.goto('/connections')
  await page.getByRole('button', { name: 'Add connection' }).click()
  await page.getByRole('link', { name: /^From a cURL command or an API description/ }).click()
  await expect(page.getByRole('textbox', { name: 'Command' })).toBeFocused()
  await page.getByRole('textbox', { name: 'Command' }).fill(
    `curl -X POST '${server.url}/echo?notify=true' \\
  -H 'Authorization: Bearer made-up-token' \\
  -H 'X-Source: docs' \\
  -H 'Content-Type: application/json' \\
  -d '{"customer": "{customer}", "note": "Hello"}'`,
  )
  await page.getByRole('button', { name: 'Read the command' }).click()

  await expect(page.getByText(`${server.url}/echo`, { exact: true })).toBeVisible()
  await expect(page.getByRole('main')).not.toContainText('made-up-token')
  expect(await findPageFaults(page)).toEqual([])
  await page.getByRole('textbox', { name: 'Name of the action' }).fill(name)
  await page.getByRole('button', { name: 'Connect and go on' }).click()

  const drawer = page.getByRole('dialog')
  await expect(drawer.getByRole('textbox', { name: 'Base URL' })).toHaveValue(server.url)
  await drawer.getByRole('button', { name: 'Next' }).click()
  await expect(drawer.getByLabel('Token', { exact: true })).toHaveValue('made-up-token')
  await drawer.getByRole('button', { name: 'Next' }).click()
  await drawer.getByRole('button', { name: 'Save connection' }).click()
  await expect(drawer).toHaveCount(0)

  await page.getByRole('region', { name: 'Test' }).getByRole('textbox', { name: 'customer' }).fill('Customer 001')
  const before = server.received
  await page.getByRole('button', { name: 'Send test call' }).click()
  await expect(page.getByRole('figure', { name: 'Reply' })).toContainText('Customer 001')
  expect(server.received).toBe(before + 1)
  expect(server.requests.at(-1)).toMatchObject({
    method: 'POST',
    path: '/echo?notify=true',
    headers: {
      authorization: 'Bearer made-up-token',
      'x-source': 'docs',
      'content-type': expect.stringMatching(/^application\/json/),
    },
    body: '{"customer": "Customer 001", "note": "Hello"}',
  })
  await page.getByRole('button', { name: 'Save external action' }).click()

  await expect(page.getByRole('heading', { name })).toBeVisible()
  await expect(page.getByText('No journey uses it yet.')).toBeVisible()
  const { items: actions } = await api.get<{ items: { id: string; connectionId: string }[] }>('/external-actions')
  expect(JSON.stringify(actions)).not.toContain('made-up-token')
  expect(actions).toMatchObject([{ name, method: 'POST', path: '/echo', query: [{ name: 'notify', value: 'true' }] }])
  const connection = await api.get(`/connections/${actions[0]?.connectionId}`)
  expect(connection).toMatchObject({ baseUrl: server.url, auth: { kind: 'bearer' } })
  expect(JSON.stringify(connection)).not.toContain('made-up-token')
  expect(await findPageFaults(page)).toEqual([])
  await page.getByRole('link', { name: 'Use it in a journey' }).click()
  await expect(page.getByRole('heading', { name: 'Journeys' })).toBeVisible()
})
