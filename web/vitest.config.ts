import react from '@vitejs/plugin-react'
import { defineProject } from 'vitest/config'

export default defineProject({
  plugins: [react()],
  test: {
    name: 'web',
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
    // Reading the components costs more than most files' tests; each file has a page of its own all the same.
    isolate: false,
    setupFiles: ['./test/setup.ts'],
    testTimeout: 15_000,
  },
})
