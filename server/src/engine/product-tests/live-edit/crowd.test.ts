import { vi } from 'vitest'
import { testCrowd } from './test-crowd.ts'

vi.setConfig({ testTimeout: 120_000 })
testCrowd(2000, 4)
