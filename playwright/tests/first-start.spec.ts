import { findPageFaults } from '../fixtures/find-page-faults.ts'
import { expect, owner, test } from '../fixtures/test.ts'

test.use({ storageState: { cookies: [], origins: [] } })

test('the first visitor becomes the owner and is shown the sample journey', async ({ page, context }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Welcome to Tabiji' })).toBeVisible()
  await page.getByLabel('Your name').fill(owner.name)
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Create the account' }).click()
  await expect(page.getByText(/^Enter \d+ to \d+ characters/)).toBeVisible()

  expect(await findPageFaults(page)).toEqual([])

  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Create the account' }).click()
  await expect(page.getByRole('heading', { name: 'Journeys' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Open the sample journey' })).toBeVisible()

  await page.goto('/create-owner')
  await expect(page).toHaveURL(/\/(sign-in|journeys)/)
  await context.storageState({ path: process.env.TABIJI_TEST_SESSION ?? '' })
})
