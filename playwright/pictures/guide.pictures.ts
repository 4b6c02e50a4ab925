import { expect, test } from '../fixtures/test.ts'
import { JourneyEditor } from '../pages/journey-editor.ts'
import { takePicture } from './take-picture.ts'

// One run through the product in the owner's workspace, so that each picture shows the result of the one before.

test('the pictures of the guide', async ({ page }) => {
  const editor = new JourneyEditor(page)

  await test.step('testing a call', async () => {
    await page.goto('/')
    await page.getByRole('button', { name: 'Open the sample journey' }).click()
    await editor.select('Post the answer')
    await editor.panel.getByRole('tab', { name: 'Test' }).click()
    await editor.panel.getByRole('combobox', { name: 'A participant' }).fill('customer007')
    await page.getByRole('option', { name: 'customer007@example.com' }).click()
    await editor.panel.getByRole('button', { name: 'Test API' }).click()
    await expect(editor.panel.getByText('Succeeded', { exact: true })).toBeVisible()
    await takePicture(page, 'call-api-test')
  })

  await test.step('adding a step', async () => {
    await editor.closePanel()
    await editor.arrow('A short wait', 'Post the answer').click()
    await expect(page.getByRole('dialog', { name: 'Add a step' })).toBeVisible()
    await takePicture(page, 'add-step')
    await page.keyboard.press('Escape')
  })

  const journeyId = /journeys\/([^/?]+)/.exec(page.url())?.[1] ?? ''

  await test.step('publishing, and the numbers', async () => {
    await editor.publish()
    await expect(editor.card('Wait a little').getByText(/\d+ waiting/)).toBeVisible({ timeout: 60_000 })
    await expect(editor.card('Post the answer').getByText('200 calls', { exact: false })).toBeVisible()
    await editor.select('Post the answer')
    await editor.panel.getByRole('tab', { name: 'Setup' }).click()
    await expect(page.getByText('Version 1 is live.')).toBeHidden({ timeout: 15_000 })
    await takePicture(page, 'editor')
  })

  await test.step('publishing again, with people inside', async () => {
    await editor.select('CTA closed?')
    await editor.panel.getByRole('textbox', { name: 'Time limit' }).fill('4')
    await editor.select('Post the answer')
    await editor.panel.getByRole('tab', { name: 'Errors' }).click()
    await editor.panel.getByRole('radio', { name: /Go on as if/ }).click()
    await editor.openPublishSheet()
    await expect(page.getByRole('row', { name: /CTA closed\?/ })).toBeVisible()
    await takePicture(page, 'publish')
    await page.keyboard.press('Escape')
  })

  await test.step('a person', async () => {
    await page.goto(`/journeys/${journeyId}/participants?q=customer007`)
    await page.getByText('customer007@example.com').click()
    await expect(page.getByText('Called, and got status 200.')).toBeVisible()
    await takePicture(page, 'participant')
  })

  await test.step('the calls', async () => {
    await page.goto(`/journeys/${journeyId}/nodes/post/callouts?range=day`)
    await expect(page.getByText('200 OK')).toBeVisible()
    await takePicture(page, 'callouts')
  })

  await test.step('importing', async () => {
    const rows = Array.from({ length: 240 }, (_, index) => `person${index}@example.com,Person ${index},${index % 11}`)
    rows[40] = 'person40 at example.com,Person 40,7'
    rows[90] = 'person90@example.com,Person 90,ten'
    rows[120] = 'customer007@example.com,Customer 007,5'
    await page.goto(`/journeys/${journeyId}/import`)
    await page.getByLabel('Drop a CSV file here').setInputFiles({
      name: 'november-answers.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['email,firstName,score', ...rows, ''].join('\n')),
    })
    await page.getByRole('button', { name: 'Check the file' }).click()
    await expect(page.getByRole('region', { name: 'Why rows are refused' }).getByText(/^Line/).first()).toBeVisible()
    await takePicture(page, 'import')
  })

  await test.step('work for people', async () => {
    await page.goto('/ctas')
    await page.getByRole('link', { name: /^Call Customer 007/ }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await takePicture(page, 'cta')
  })

  await test.step('mails', async () => {
    await page.goto('/activity/mails')
    await expect(page.getByText('Thank you, Customer').first()).toBeVisible()
    await takePicture(page, 'mails')
  })

  await test.step('connecting another system', async () => {
    await page.goto('/connections')
    await page.getByRole('button', { name: 'Add connection' }).click()
    const wizard = page.getByRole('dialog')
    await wizard.getByRole('button', { name: /HTTP API/ }).click()
    await wizard.getByRole('textbox', { name: /^Name/ }).fill('Team chat')
    await wizard.getByRole('textbox', { name: /Base URL/ }).fill('https://chat.example.com/api')
    await wizard.getByRole('button', { name: 'Next' }).click()
    await wizard.getByRole('combobox', { name: 'Kind' }).click()
    await page.getByRole('option', { name: 'Bearer token' }).click()
    await wizard.getByLabel('Token', { exact: true }).fill('a secret of the other system')
    await takePicture(page, 'connection')
  })

  await test.step('an external action', async () => {
    await page.goto('/connections')
    await page
      .getByRole('main')
      .getByRole('link', { name: /Demo echo/ })
      .click()
    await page.getByRole('link', { name: /Post an answer/ }).click()
    await expect(page.getByText('Request, as it will be sent')).toBeVisible()
    await takePicture(page, 'external-action')
  })
})
