import { PageWatch } from '../fixtures/page-watch.ts'
import { expect, test } from '../fixtures/test.ts'

test('what must not happen on any page is noticed: requests to elsewhere, errors, and what the CSP forbids', async ({
  browser,
  baseURL,
}) => {
  await using context = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  const watch = new PageWatch(context, baseURL ?? '')
  const page = await context.newPage()
  await page.goto('/sign-in')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(watch.faults).toEqual([])
  await page.evaluate(() => {
    new Image().src = 'https://elsewhere.invalid/pixel.png'
    setTimeout(() => {
      throw new Error('left alone')
    })
  })
  const noticed = () => watch.faults.join('\n')
  await expect.poll(noticed).toContain('Content Security Policy')
  await expect.poll(noticed).toContain('elsewhere.invalid')
  await expect.poll(noticed).toContain('left alone')
})
