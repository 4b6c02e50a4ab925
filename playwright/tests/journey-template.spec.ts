import { startCalloutServer } from '../../server/test/callout-server.ts'
import { findPageFaults } from '../fixtures/find-page-faults.ts'
import { mailsTo } from '../fixtures/mails.ts'
import { expect, test, unique } from '../fixtures/test.ts'
import { JourneyEditor } from '../pages/journey-editor.ts'

const credentials = `Basic ${Buffer.from('admin@example.com:a-token').toString('base64')}`

test('a template from the gallery is filled in, goes live, and takes a person from a survey by mail to an issue', async ({
  page,
  context,
  api,
}) => {
  test.setTimeout(180_000)
  await using jira = await startCalloutServer({
    answer: ({ method, path, headers }) => {
      if (headers.authorization !== credentials) return { status: 401, body: {} }
      if (path === '/rest/api/3/myself') return { body: { accountId: 'a' } }
      if (method === 'POST' && path === '/rest/api/3/issue') return { status: 201, body: { id: '1', key: 'CS-24' } }
      return { status: 404, body: {} }
    },
  })
  await api.call('settings.update', { calloutAllow: [jira.allow] })
  const name = unique('Bad answers')
  const editor = new JourneyEditor(page)

  await test.step('it is chosen by its picture, and its connection is made on the way', async () => {
    await page.goto('/journeys')
    await page.getByRole('button', { name: 'Start from blank' }).click()
    await page.getByRole('button', { name: /^Bad CSAT answer to Jira/ }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill(name)
    await expect(page.getByRole('button', { name: 'Use this template' })).toBeDisabled()
    expect(await findPageFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Connect Jira now' }).click()
    const drawer = page.getByRole('dialog').last()
    await drawer.getByRole('button', { name: 'Use another address (custom domain)' }).click()
    await drawer.getByRole('textbox', { name: 'Base URL' }).fill(`${jira.url}/rest/api/3`)
    await drawer.getByRole('button', { name: 'Next' }).click()
    await drawer.getByRole('textbox', { name: 'User name' }).fill('admin@example.com')
    await drawer.getByLabel('Password', { exact: true }).fill('a-token')
    await drawer.getByRole('button', { name: 'Next' }).click()
    await expect(drawer.getByText('It works. You can save the connection.')).toBeVisible()
    expect(await findPageFaults(page)).toEqual([])
    await drawer.getByRole('button', { name: 'Save connection' }).click()
    await expect(page.getByRole('radio', { name: 'One that is there' })).toBeChecked()
    await page.getByRole('button', { name: 'Use this template' }).click()
  })

  await test.step('its list leads to what is missing, and it goes live', async () => {
    const list = page.getByRole('region', { name: 'What is left to do' })
    await list.getByRole('button', { name: 'Say what “project” is in “Create a Jira issue”' }).click()
    await editor.panel.getByRole('textbox', { name: 'Value of project' }).fill('CS')
    await expect(
      list.getByRole('listitem').filter({ hasText: 'Say what “project”' }).getByRole('img'),
    ).toHaveAccessibleName('Done')
    await expect(page.getByRole('contentinfo').getByText('No problems')).toBeVisible()
    expect(await findPageFaults(page)).toEqual([])
    await editor.closePanel()
    await editor.publish()
    await expect(page.getByText('Live v1')).toBeVisible()
  })

  const address = `${unique('customer-001').replace(' ', '-')}@example.com`
  await test.step('somebody is asked by mail, answers on the page, and becomes an issue', async () => {
    await page.getByRole('link', { name: 'Participants' }).first().click()
    await page.getByRole('button', { name: 'Add a person' }).first().click()
    const form = page.getByRole('dialog', { name: 'Add a person' })
    await form.getByRole('textbox', { name: 'E-mail' }).fill(address)
    await form.getByRole('textbox', { name: 'Company' }).fill('Example')
    await form.getByRole('button', { name: 'Add', exact: true }).click()
    await expect.poll(async () => (await mailsTo(address)).length, { timeout: 60_000 }).toBe(1)
    const [mail] = await mailsTo(address)
    expect(mail!.subject).toBe('Hello, how did we do?')
    const survey = await context.newPage()
    await survey.goto(/href="(http[^"]*\/s\/[A-Za-z0-9_-]{22})"/.exec(mail!.html ?? '')![1]!)
    await survey.getByRole('radio', { name: '2', exact: true }).check({ force: true })
    expect(await findPageFaults(survey)).toEqual([])
    await survey.getByRole('textbox').fill('It took <too> long & "more".')
    await survey.getByRole('button', { name: 'Send' }).click()
    await expect(survey.getByText(/^Thank you/).first()).toBeVisible()
    await survey.close()
    await jira.untilReceived(2)
    expect(JSON.parse(jira.requests[1]!.body)).toMatchObject({
      fields: {
        project: { key: 'CS' },
        summary: 'Example gave 2 of 5',
        description: { content: [{ content: [{ text: `It took <too> long & "more". (${address})` }] }] },
      },
    })
  })

  await test.step('their page says what happened, with the key of the issue', async () => {
    const person = page.getByRole('dialog')
    await expect(person.getByText('Called, and got status 201.')).toBeVisible()
    await expect(person.getByText('CS-24').first()).toBeVisible()
    expect(await findPageFaults(page)).toEqual([])
  })
})
