import { defineConfig } from '@playwright/test'
import { browserOptions } from './fixtures/browser-options.ts'

/**
 * `npx playwright test --config playwright/playwright.config.ts`: with the real server, the real database and a real
 * browser.
 */
export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  globalSetup: './fixtures/start-server.ts',
  // There is one server, one session of the owner, and two cores: parallel tests would only wait for each other.
  workers: 1,
  fullyParallel: false,
  // No retries: a test that passes only when repeated hides a fault.
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: { ...browserOptions(), actionTimeout: 15_000, trace: 'retain-on-failure' },
  projects: [
    { name: 'first start', testMatch: 'first-start.spec.ts' },
    { name: 'journeys', testIgnore: 'first-start.spec.ts', dependencies: ['first start'] },
  ],
})
