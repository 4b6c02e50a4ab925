import { defineConfig } from '@playwright/test'
import tests from './playwright.config.ts'

/** The pictures of the guide, taken anew: `npm run pictures -w @tabiji/playwright`. They are no part of the tests. */
export default defineConfig({
  ...tests,
  testDir: 'pictures',
  timeout: 180_000,
  projects: [
    { name: 'first start', testMatch: 'first-start.pictures.ts' },
    { name: 'guide', testMatch: 'guide.pictures.ts', dependencies: ['first start'] },
  ],
})
