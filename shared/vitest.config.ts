import { defineProject } from 'vitest/config'

export default defineProject({
  // Pure code leaves nothing behind, so its tests share their modules.
  test: { name: 'shared', include: ['src/**/*.test.ts'], pool: 'threads', isolate: false, testTimeout: 15_000 },
})
