import { people, twoWaitsJourney, waitingJourney } from '../fixtures/journeys.ts'
import { expect, test, unique } from '../fixtures/test.ts'
import { JourneyEditor } from '../pages/journey-editor.ts'

test('shortening a wait with people in it says how many it moves, and they move on', async ({ page, api }) => {
  const journeyId = await api.createJourney(waitingJourney(unique('Live'), { amount: 3, unit: 'days' }))
  await api.enroll(journeyId, people(120))
  await api.publish(journeyId)
  const editor = new JourneyEditor(page)
  await editor.open(journeyId)
  await expect(editor.card('Time to think').getByText('120 waiting')).toBeVisible()

  await editor.select('Time to think')
  await editor.panel.getByLabel('How long').fill('1')
  await editor.panel.getByRole('combobox', { name: 'Unit' }).click()
  await page.getByRole('option', { name: 'seconds' }).click()
  await expect(editor.card('Time to think').getByText('Wait 1 second', { exact: true })).toBeVisible()

  const sheet = await editor.openPublishSheet()
  const row = sheet.getByRole('row', { name: /“?"?Time to think"?”? waits for less time/ })
  await expect(row.getByRole('cell', { name: '120', exact: true })).toBeVisible()
  await expect(row.getByRole('combobox')).toHaveValue('New time')
  const publish = sheet.getByRole('button', { name: 'Publish', exact: true })
  await expect(publish).toBeDisabled()
  await sheet.getByRole('checkbox').check()
  await publish.click()
  await expect(page.getByText('Version 2 is live.')).toBeVisible()

  await expect(editor.card('Done').getByText('120 in')).toBeVisible({ timeout: 30_000 })
  await expect(editor.card('Time to think').getByText(/waiting/)).toBeHidden()
})

test('a draft that somebody changes behind the publish sheet goes live only after another look', async ({
  page,
  api,
}) => {
  const journeyId = await api.createJourney(waitingJourney(unique('Changed'), { amount: 3, unit: 'days' }))
  const editor = new JourneyEditor(page)
  await editor.open(journeyId)
  const sheet = await editor.openPublishSheet()
  const publish = sheet.getByRole('button', { name: 'Publish', exact: true })
  await expect(publish).toBeEnabled()
  await api.editDraft(journeyId, [{ op: 'renameNode', nodeId: 'done', name: 'All done' }])
  await publish.click()
  await expect(sheet.getByRole('alert')).toContainText('The draft was changed while you looked')
  expect(await api.get(`/journeys/${journeyId}`)).toMatchObject({ publishedVersion: null })
  await publish.click()
  await expect(page.getByText('Version 1 is live.')).toBeVisible()
})

test('a new step lists who is past it, and a paused journey says who still has to be corrected', async ({
  page,
  api,
}) => {
  const journeyId = await api.createJourney(twoWaitsJourney(unique('Backfill')))
  await api.enroll(journeyId, people(12))
  await api.publish(journeyId)
  const editor = new JourneyEditor(page)
  await editor.open(journeyId)
  await expect(editor.card('Time to think').getByText('12 waiting')).toBeVisible({ timeout: 30_000 })
  await api.post(`/journeys/${journeyId}/pause`, {})
  await api.editDraft(journeyId, [
    {
      op: 'addNode',
      node: {
        id: 'mark',
        kind: 'updateField',
        name: 'Mark',
        position: { x: 0, y: 288 },
        config: { assignments: [{ field: 'score', value: 99 }] },
      },
    },
    { op: 'connect', edge: { source: 'moment', outlet: 'next', target: 'mark' } },
    { op: 'connect', edge: { source: 'mark', outlet: 'next', target: 'wait' } },
  ])
  await editor.open(journeyId)

  const sheet = await editor.openPublishSheet()
  const row = sheet.getByRole('row', { name: /Mark.* is added/ })
  await expect(row.getByRole('combobox')).toHaveValue('Only those who come later')
  await expect(sheet.getByRole('textbox', { name: 'Spread people out' })).toBeHidden()
  await row.getByRole('button', { name: 'See who' }).click()
  await expect(row.getByRole('list', { name: 'People who are past “Mark”' }).getByRole('listitem')).toHaveCount(12)
  await expect(row.getByText('person7@example.com')).toBeVisible()
  await row.getByRole('combobox').click()
  await page.getByRole('option', { name: 'Also those who are past it' }).click()
  const spread = sheet.getByRole('textbox', { name: 'Spread people out' })
  await spread.fill('500')
  await expect(sheet.getByText('12 people go on over 36 sec, not all at once.')).toBeVisible()
  await spread.fill('0')
  await expect(sheet.getByText('12 people go on at once.')).toBeVisible()
  await sheet.getByRole('button', { name: 'Publish', exact: true }).click()

  await expect(page.getByText(/0 of 12 people are corrected/)).toBeVisible()
  await page.reload()
  await expect(page.getByText(/0 of 12 people are corrected/)).toBeVisible()

  await editor.choose('Resume')
  const question = page.getByRole('dialog', { name: 'Resume the journey?' })
  await question.getByRole('button', { name: 'Resume' }).click()
  await expect(question).toBeHidden()
  await expect(editor.card('Mark').getByText('12 in')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(/of 12 people/)).toBeHidden()
})

test('a paused journey asks what is to happen to the overdue, and keeps who did what', async ({ page, api }) => {
  const journeyId = await api.createJourney(waitingJourney(unique('Paused'), { amount: 3, unit: 'seconds' }))
  await api.publish(journeyId)
  await api.post(`/journeys/${journeyId}/pause`, {})
  await api.enroll(journeyId, people(7))
  const editor = new JourneyEditor(page)
  await editor.open(journeyId)

  await editor.choose('Resume')
  const question = page.getByRole('dialog', { name: 'Resume the journey?' })
  await expect(question.getByText('7 people became overdue meanwhile. What should happen to them?')).toBeVisible()
  await expect(question.getByRole('radio', { name: /Send what is overdue/ })).toBeChecked()
  await expect(question.getByText('7 people go on with everything that was due.')).toBeVisible()
  await question.getByRole('radio', { name: /Skip what is overdue/ }).click()
  await expect(
    question.getByText('7 people who came in meanwhile have missed nothing and get all of it.'),
  ).toBeVisible()
  await question.getByRole('textbox', { name: 'Spread people out' }).fill('0')
  await question.getByRole('button', { name: 'Resume' }).click()
  await expect(page.getByText('The journey goes on.')).toBeVisible()
  await expect(editor.card('Done').getByText('7 in')).toBeVisible({ timeout: 30_000 })

  await editor.choose('Stop')
  await page.getByRole('dialog', { name: 'Stop this journey?' }).getByRole('button', { name: 'Stop' }).click()
  await editor.choose('Start again')
  const again = page.getByRole('dialog', { name: 'Start the journey again?' })
  await expect(again.getByText('Nobody is overdue.', { exact: false })).toBeVisible()
  await again.getByRole('button', { name: 'Start again' }).click()
  await expect(again).toBeHidden()

  await editor.choose('History')
  const entries = page.getByRole('list', { name: 'History' }).getByRole('listitem')
  await expect(entries).toHaveText([
    /Hana Mori started it again/,
    /Hana Mori stopped it/,
    /Hana Mori resumed it.*7 people skipped what was overdue/,
    /Tests paused it/,
    /Tests set the journey going/,
  ])
})
