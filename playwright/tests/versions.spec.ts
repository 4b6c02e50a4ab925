import type { Api } from '../fixtures/api.ts'
import { waitingJourney } from '../fixtures/journeys.ts'
import { expect, test, unique } from '../fixtures/test.ts'
import { JourneyEditor } from '../pages/journey-editor.ts'

/** The second version has a shorter wait and one node more. */
async function publishTwice(api: Api): Promise<string> {
  const journeyId = await api.createJourney(waitingJourney(unique('Versions'), { amount: 3, unit: 'days' }))
  await api.publish(journeyId, { note: 'The first one' })
  await api.editDraft(journeyId, [
    { op: 'setConfig', nodeId: 'wait', config: { mode: 'duration', amount: 2, unit: 'days' } },
    {
      op: 'addNode',
      node: {
        id: 'mark',
        kind: 'updateField',
        name: 'Mark',
        position: { x: 300, y: 144 },
        config: { assignments: [{ field: 'score', value: 99 }] },
      },
    },
    { op: 'connect', edge: { source: 'wait', outlet: 'next', target: 'mark' } },
    { op: 'connect', edge: { source: 'mark', outlet: 'next', target: 'done' } },
  ])
  await api.publish(journeyId, { note: 'Marks people' })
  return journeyId
}

test('versions are compared in plain words, with each other and with the draft', async ({ page, api }) => {
  const journeyId = await publishTwice(api)
  const editor = new JourneyEditor(page)
  await editor.open(journeyId)

  await editor.choose('Versions')
  const sheet = page.getByRole('dialog', { name: 'Versions' })
  const entries = sheet.getByRole('list', { name: 'Versions' }).getByRole('listitem')
  await expect(entries).toHaveText([/Version 2.*Newest.*Tests.*Marks people/, /Version 1.*Tests.*The first one/])

  await sheet.getByRole('button', { name: 'What changed in version 2' }).click()
  await expect(sheet.getByRole('combobox', { name: 'From' })).toHaveValue('Version 1')
  await expect(sheet.getByRole('combobox', { name: 'To' })).toHaveValue('Version 2')
  const time = sheet.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Time to think' }) })
  await expect(time.getByText('Wait timer: from “Wait 3 days” to “Wait 2 days”')).toBeVisible()
  await expect(time.getByText('“Next” leads to “Mark” instead of “Done”')).toBeVisible()
  const mark = sheet.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Mark' }) })
  await expect(mark.getByText('This step was added: Score = 99')).toBeVisible()

  await sheet.getByRole('combobox', { name: 'To' }).click()
  await page.getByRole('option', { name: 'The draft' }).click()
  await sheet.getByRole('combobox', { name: 'From' }).click()
  await page.getByRole('option', { name: 'Version 2' }).click()
  await expect(sheet.getByText('Nothing is different.')).toBeVisible()
})

test('a version is put into the draft, and undo brings the draft back', async ({ page, api }) => {
  const journeyId = await publishTwice(api)
  const editor = new JourneyEditor(page)
  await editor.open(journeyId)
  await editor.choose('Versions')
  const sheet = page.getByRole('dialog', { name: 'Versions' })
  await sheet.getByRole('button', { name: 'Put version 1 into the draft' }).click()
  const question = page.getByRole('dialog', { name: 'Put version 1 into the draft?' })
  await question.getByRole('button', { name: 'Put into the draft' }).click()
  await expect(sheet).toBeHidden()
  await expect(editor.card('Mark')).toBeHidden()
  await expect(editor.card('Time to think').getByText('Wait 3 days')).toBeVisible()
  await expect(page.getByText('unpublished changes')).toBeVisible()

  await page.getByRole('button', { name: 'Undo “Restore version 1”' }).click()
  await expect(editor.card('Mark')).toBeVisible()
  await expect(editor.card('Time to think').getByText('Wait 2 days')).toBeVisible()
})
