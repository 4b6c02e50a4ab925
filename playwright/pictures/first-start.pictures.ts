import { expect, owner, test } from '../fixtures/test.ts'
import { takePicture } from './take-picture.ts'

test.use({ storageState: { cookies: [], origins: [] } })

test('the page that creates the owner', async ({ page, context }) => {
  await page.goto('/')
  await page.getByLabel('Your name').fill(owner.name)
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByLabel('Name of the workspace').fill('Aoba Support')
  await takePicture(page, 'first-start')
  await page.getByRole('button', { name: 'Create the account' }).click()
  await expect(page.getByRole('button', { name: 'Open the sample journey' })).toBeVisible()
  await context.storageState({ path: process.env.TABIJI_TEST_SESSION ?? '' })
})
