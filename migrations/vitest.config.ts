import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    name: 'migrations',
    include: ['*.test.ts'],
    globalSetup: ['../server/test/postgres-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
