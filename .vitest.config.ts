import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// A dotfile keeps the top level short, so it is named with --config: `npm run unit -- path`. Inside a workspace plain `npx vitest run path` works.
export default defineConfig({
  test: {
    projects: ['shared', 'server', 'web', 'migrations'],
    reporters: ['default', './server/test/unique-test-names.ts'],
    // Left alone, two cores would get one: most tests of the server wait for PostgreSQL or for a process they started.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
})
