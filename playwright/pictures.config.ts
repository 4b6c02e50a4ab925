import { defineConfig } from '@playwright/test'
import tests from './playwright.config.ts'

/** Takes the pictures of the guide again: `npm run pictures -w @tabiji/playwright`. Not part of the tests. */
export default defineConfig({
  ...tests,
  testDir: 'pictures',
  timeout: 180_000,
  projects: [
    { name: 'first start', testMatch: 'first-start.pictures.ts' },
    { name: 'guide', testMatch: 'guide.pictures.ts', dependencies: ['first start'] },
  ],
})
