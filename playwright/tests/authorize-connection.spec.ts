import type { Page } from '@playwright/test'
import { oauthClient, startOAuthServer } from '../../server/test/oauth-server.ts'
import { findPageFaults } from '../fixtures/find-page-faults.ts'
import { expect, test, unique } from '../fixtures/test.ts'

test('an admin connects a system by OAuth: signs in there, agrees, tests, revokes and authorizes again', async ({
  page,
  context,
  api,
  watch,
  baseURL,
}) => {
  // Slow: three consents and every form, on pages of two servers.
  test.slow()
  const oauth = await startOAuthServer({ redirectUri: `${baseURL}/oauth/callback` })
  try {
    watch.leadsTo(oauth.url)
    await api.call('settings.update', { calloutAllow: [oauth.allow] })
    const name = unique('Help desk')
    const { authorizeUrl, tokenUrl, revokeUrl, scope } = oauth.authorizationCode

    await page.goto('/connections')
    await page.getByRole('button', { name: 'Add connection' }).click()
    await page.getByRole('button', { name: /^HTTP API/ }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill(name)
    await page.getByRole('textbox', { name: 'Base URL' }).fill(`${oauth.url}/api`)
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('combobox', { name: 'Kind' }).click()
    await page.getByRole('option', { name: 'OAuth: somebody signs in and agrees' }).click()
    await expect(page.getByRole('textbox', { name: 'Redirect URI' })).toHaveValue(`${baseURL}/oauth/callback`)
    await page.getByRole('button', { name: 'Next' }).click()
    await expect(page.getByText('This is needed.')).toHaveCount(3)
    expect(await findPageFaults(page)).toEqual([])
    await page.getByRole('textbox', { name: 'Authorize URL' }).fill(authorizeUrl)
    await page.getByRole('textbox', { name: 'Token URL' }).fill(tokenUrl)
    await page.getByRole('textbox', { name: 'Client ID' }).fill(oauthClient.id)
    await page.getByLabel('Client secret').fill(oauthClient.secret)
    await page.getByRole('textbox', { name: 'Scope' }).fill(scope)
    await page.getByRole('button', { name: 'More settings' }).click()
    await page.getByRole('textbox', { name: 'Revoke URL' }).fill(revokeUrl)
    await page.getByRole('button', { name: 'Next' }).click()
    await expect(page.getByText('Somebody has to agree at the other system before it can be called.')).toBeVisible()
    await page.getByRole('button', { name: 'Save connection' }).click()

    // A popup window that closes after the consent.
    await expect(page.getByRole('heading', { name })).toBeVisible()
    await expect(page.getByText('Not authorized', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Authorize', exact: true }).click()
    await expect(page.getByRole('dialog')).toContainText('Sign in there and agree')
    expect(await findPageFaults(page)).toEqual([])
    const opening = context.waitForEvent('page')
    await page.getByRole('button', { name: `Continue at 127.0.0.1` }).click()
    const popup = await opening
    const closed = popup.waitForEvent('close')
    await agree(popup, 'customer-001')
    await closed
    await expect(page.getByText(`“${name}” is authorized. Calls go on.`)).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByText('Not used yet')).toBeVisible()

    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(page.getByRole('dialog').getByText('Succeeded')).toBeVisible()
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: `Actions for ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Revoke' }).click()
    await page.getByRole('button', { name: 'Revoke' }).click()
    await expect(page.getByText('Revoked', { exact: true })).toBeVisible()
    await expect.poll(() => oauth.revoked.length).toBe(2)

    // Where popups are blocked, a plain link leads there and back.
    await page.evaluate(() => (window.open = () => null))
    await page.getByRole('button', { name: 'Authorize again' }).click()
    await page.getByRole('button', { name: `Continue at 127.0.0.1` }).click()
    await expect(page.getByText('The browser blocked the window.')).toBeVisible()
    await page.getByRole('link', { name: `Continue at 127.0.0.1` }).click()
    await agree(page)
    await expect(page.getByRole('heading', { name })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Authorize again' })).toHaveCount(0)

    // After an aborted consent, both the popup and the page behind it show the reason.
    await page.getByRole('button', { name: `Actions for ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Revoke' }).click()
    await page.getByRole('button', { name: 'Revoke' }).click()
    await page.getByRole('button', { name: 'Authorize again' }).click()
    const openingAgain = context.waitForEvent('page')
    await page.getByRole('button', { name: `Continue at 127.0.0.1` }).click()
    const broken = await openingAgain
    await broken.getByRole('link', { name: 'Cancel' }).click()
    await expect(broken.getByText('The other system did not give access: access_denied')).toBeVisible()
    await broken.close()
    await expect(page.getByText('It was not authorized. The other window says why.')).toBeVisible()
  } finally {
    await oauth[Symbol.asyncDispose]()
  }
})

/** Signs in and consents on the other system's pages, which remember the sign-in. */
async function agree(page: Page, login?: string): Promise<void> {
  if (login !== undefined) {
    await page.getByPlaceholder('Enter any login').fill(login)
    await page.getByPlaceholder('and password').fill('any')
    await page.getByRole('button', { name: 'Sign-in' }).click()
  }
  await page.getByRole('button', { name: 'Continue' }).click()
}
