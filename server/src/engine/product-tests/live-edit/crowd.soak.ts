import { testCrowd } from './test-crowd.ts'

testCrowd(100_000, 1)
