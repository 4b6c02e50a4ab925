import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    name: 'server',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['./test/postgres-setup.ts'],
    // Reading the program costs more than most files' tests. Each file has a database and an app of its own, so nothing that one
    // leaves in a module means anything to the next.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
