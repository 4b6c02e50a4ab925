import { defineConfig } from 'vitest/config'

// `npm run test:soak`: the long tests under load, `*.soak.ts`, one after the other.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['{src,test,bench}/**/*.soak.ts'],
    globalSetup: ['./test/postgres-setup.ts'],
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    passWithNoTests: true,
  },
})
