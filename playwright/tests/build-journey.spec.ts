import { createEchoAction } from '../fixtures/journeys.ts'
import { expect, test, unique } from '../fixtures/test.ts'
import { JourneyEditor } from '../pages/journey-editor.ts'

test('a journey grows from blank by palette, keyboard and arrows, keeps every change, and goes live once it is right', async ({
  page,
  api,
}) => {
  await createEchoAction(api)
  const editor = new JourneyEditor(page)
  const name = unique('From blank')
  await page.goto('/journeys')
  await page.getByRole('button', { name: 'Start from blank' }).click()
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused()
  await page.getByRole('dialog').getByLabel('Name').fill(name)
  await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click()
  await expect(editor.card('Entry')).toBeVisible()

  await test.step('steps by the menu, the palette and the keyboard', async () => {
    await editor.addAfter('Entry', 'Next', 'Wait timer')
    await editor.rename('A night')
    await editor.closePanel()
    await editor.addFromPalette('Call API')
    await editor.rename('Tell the CRM')
    await editor.closePanel()
    await editor.connect('A night', 'Next', 'Tell the CRM')
    await expect(editor.arrow('A night', 'Tell the CRM')).toBeAttached()
    await editor.addByKeyboard('Tell the CRM', 'Split')
    await expect(editor.arrow('Tell the CRM', 'Split')).toBeAttached()
  })

  await test.step('undo and redo', async () => {
    const count = await editor.cards().count()
    await page.keyboard.press('Control+z')
    await expect(editor.cards()).toHaveCount(count - 1)
    await page.keyboard.press('Control+y')
    await expect(editor.cards()).toHaveCount(count)
  })

  await test.step('the draft outlives a reload', async () => {
    await expect(page.getByRole('status').getByText(/^Draft saved/)).toBeVisible()
    await page.reload()
    await expect(editor.card('Tell the CRM')).toBeVisible()
    await expect(editor.arrow('A night', 'Tell the CRM')).toBeAttached()
  })

  await test.step('publishing is refused while something is missing, and each problem leads to its step', async () => {
    const sheet = await editor.openPublishSheet()
    await expect(sheet.getByText(/ha(s|ve) to be repaired first/)).toBeVisible()
    await expect(sheet.getByRole('button', { name: 'Publish', exact: true })).toBeHidden()
    await sheet
      .getByRole('button', { name: /Tell the CRM/ })
      .first()
      .click()
    await expect(editor.panel.getByRole('textbox', { name: 'Name' })).toHaveValue('Tell the CRM')
  })

  await test.step('with an action chosen, a value mapped and a branch defined it goes live', async () => {
    await editor.panel.getByRole('combobox', { name: 'External action' }).click()
    await page.getByRole('option', { name: /Send a note/ }).click()
    await editor.panel.getByLabel('Field for to').click()
    await page.getByRole('option', { name: /^email/ }).click()
    await editor.closePanel()

    await editor.select('Split')
    await editor.panel.getByRole('button', { name: 'Condition', exact: true }).click()
    await editor.panel.getByLabel('What is tested').click()
    await page.getByRole('option', { name: /^email/ }).click()
    await editor.panel.getByRole('combobox', { name: 'Comparison' }).click()
    await page.getByRole('option', { name: /ends with/i }).click()
    await editor.panel.getByLabel('Value', { exact: true }).fill('@example.com')
    await editor.closePanel()
    const sheet = await editor.openPublishSheet()
    await expect(sheet.getByText('Nobody has been added yet.')).toBeVisible()
    await page.keyboard.press('Escape')
    await editor.publish()
    await expect(page.getByText('Live v1')).toBeVisible()
  })
})
