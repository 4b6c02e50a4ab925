import react from '@vitejs/plugin-react'
import { defineProject } from 'vitest/config'

export default defineProject({
  plugins: [react()],
  test: {
    name: 'web',
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
    // Loading the components takes longer than the tests of most files. Each file still gets its own page.
    isolate: false,
    setupFiles: ['./test/setup.ts'],
    testTimeout: 15_000,
  },
})
