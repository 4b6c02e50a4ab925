import { createHmac, generateKeyPairSync, type KeyObject, verify } from 'node:crypto'
import type { Page } from '@playwright/test'
import { startCalloutServer } from '../../server/test/callout-server.ts'
import { oauthClient, startOAuthServer } from '../../server/test/oauth-server.ts'
import { findPageFaults } from '../fixtures/find-page-faults.ts'
import { expect, test, unique } from '../fixtures/test.ts'

/** Opens the wizard up to the fields of an auth kind, with the base URL of another system. */
async function begin(page: Page, name: string, baseUrl: string, kind: string): Promise<void> {
  await page.goto('/connections')
  await page.getByRole('button', { name: 'Add connection' }).click()
  await page.getByRole('button', { name: /^HTTP API/ }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('textbox', { name: 'Base URL' }).fill(baseUrl)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: kind }).click()
}

/** Makes the test call of the wizard, saves the connection, opens it and tests it again: no setting may be lost. */
async function testAndSave(page: Page, name: string, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('textbox', { name: 'Path to call' }).fill(path)
  await page.getByRole('button', { name: /^(Make the test call|Test again)$/ }).click()
  await expect(page.getByText('It works. You can save the connection.')).toBeVisible()
  expect(await findPageFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Save connection' }).click()
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled()
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await expect(page.getByRole('dialog').getByText('Succeeded')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(`${name}, renamed`)
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeInViewport({ ratio: 1 })
  await page.getByRole('button', { name: 'Discard' }).click()
}

/** The claims of a JWT, if the key signed it with RS256. */
function claimsOf(token: string, key: KeyObject): Record<string, unknown> | null {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const isSigned = verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))
  return isSigned ? (JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>) : null
}

test('an admin fills in OAuth client credentials, and a wrong secret is told before the right one is saved', async ({
  page,
  api,
}) => {
  await using oauth = await startOAuthServer({ clientAuth: 'basic' })
  await api.call('settings.update', { calloutAllow: [oauth.allow] })
  const name = unique('Machine')
  await begin(page, name, `${oauth.url}/api`, 'OAuth: Tabiji signs in by itself')
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByText('This is needed.')).toHaveCount(3)
  expect(await findPageFaults(page)).toEqual([])
  await page.getByRole('textbox', { name: 'Token URL' }).fill(`${oauth.url}/token`)
  await page.getByRole('textbox', { name: 'Client ID' }).fill(oauthClient.id)
  await page.getByLabel('Client secret').fill('not it')
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByText(/invalid_client/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByLabel('Client secret').fill(oauthClient.secret)
  await testAndSave(page, name, '/me')
  expect(oauth.seen.at(-1)).not.toBeNull()
  expect(oauth.tokenRequests.every(({ headers }) => headers.authorization?.startsWith('Basic '))).toBe(true)
})

test('an admin fills in a signed statement, and the other system checks it', async ({ page, api }) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  await using target = await startCalloutServer({
    answer: ({ headers }) => {
      const claims = claimsOf(headers.authorization?.replace('Bearer ', '') ?? '', publicKey)
      const isRight = claims?.iss === 'tabiji' && claims.aud === 'https://login.example.com' && claims.team === 'North'
      return isRight ? { body: { ok: true } } : { status: 401, body: {} }
    },
  })
  await api.call('settings.update', { calloutAllow: [target.allow] })
  const name = unique('Statement')
  await begin(page, name, target.url, 'Signed statement (JWT)')
  await page.getByLabel('Private key').fill('no key at all')
  await page.getByRole('textbox', { name: 'Issuer (iss)' }).fill('tabiji')
  await page.getByRole('textbox', { name: 'Audience (aud)' }).fill('https://login.example.com')
  await page.getByRole('button', { name: 'More settings' }).click()
  await page.getByRole('button', { name: 'Add field' }).click()
  await page.getByRole('textbox', { name: 'Field', exact: true }).fill('team')
  await page.getByRole('textbox', { name: 'Value', exact: true }).fill('North')
  expect(await findPageFaults(page)).toEqual([])
  // An unreadable key is reported beside its field, and the wizard returns there.
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByLabel('Private key')).toHaveAccessibleDescription(/RS256/)
  await page
    .getByLabel('Private key')
    .fill(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().replaceAll('\n', '\\n'))
  await testAndSave(page, name, '/me')
  expect(target.requests.length).toBeGreaterThan(1)
})

test('an admin fills in the signature of each request, and the other system computes the same', async ({
  page,
  api,
}) => {
  const secret = 'a shared secret of ours'
  await using target = await startCalloutServer({
    answer: ({ method, path, headers, body }) => {
      const signed = `${String(headers['x-time'])}.${method}.${path}.${body}`
      const right = `v1=${createHmac('sha512', secret).update(signed).digest('base64')}`
      return headers['x-sig'] === right ? { body: { ok: true } } : { status: 401, body: {} }
    },
  })
  await api.call('settings.update', { calloutAllow: [target.allow] })
  const name = unique('Signature')
  await begin(page, name, target.url, 'Signature of each request (HMAC)')
  await page.getByLabel('Secret', { exact: true }).fill(secret)
  await page.getByRole('textbox', { name: 'What is signed' }).fill('{{timestamp}}.{{method}}.{{path}}.{{body}}')
  await page.getByRole('textbox', { name: 'Header of the signature' }).fill('X-Sig')
  await page.getByRole('textbox', { name: 'Text before the signature' }).fill('v1=')
  await page.getByRole('textbox', { name: 'Header of the time' }).fill('X-Time')
  await page.getByRole('combobox', { name: 'Algorithm' }).click()
  await page.getByRole('option', { name: 'SHA-512' }).click()
  await page.getByRole('combobox', { name: 'Written as' }).click()
  await page.getByRole('option', { name: 'Base64' }).click()
  expect(await findPageFaults(page)).toEqual([])
  await testAndSave(page, name, '/me')
})
